"""The doors of the directory: schools, and the posts people hold there."""


app_name = "directory"
urlpatterns: list = []
