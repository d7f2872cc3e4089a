"""Doors every case shares: signed links, certificates, documents, attachments."""

from django.urls import path

from casework import views

urlpatterns = [
    path("link/<str:token>/", views.open_link, name="link"),
    path("link/<str:token>/new/", views.renew_link, name="link-renew"),
    path("link/<str:token>/<slug:door>/", views.open_link, name="link-door"),
    path("certificates/<str:code>/", views.CheckCertificate.as_view(), name="certificate"),
    path("documents/<int:pk>/", views.ReadDocument.as_view(), name="document"),
    path("attachments/<int:pk>/", views.ReadAttachment.as_view(), name="attachment"),
    path("attachments/<int:pk>/remove/", views.RemoveAttachment.as_view(), name="attachment-remove"),
]
