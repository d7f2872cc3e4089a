"""The doors of the directory: schools, and the posts people hold there."""

from django.urls import path

from directory.views import schools

app_name = "directory"
urlpatterns = [
    path("", schools.list_schools, name="schools"),
    path("find/", schools.find_schools, name="school-find"),
    path("export.csv", schools.export_schools, name="school-export"),
    path("<int:number>/", schools.show_school, name="school"),
]
