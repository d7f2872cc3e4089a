"""The administration of what other packages bring, made to fit people who sign in by their address."""

from allauth.usersessions.admin import UserSessionAdmin
from allauth.usersessions.models import UserSession
from django.contrib import admin

from casework.admin import ReadOnlyAdmin

admin.site.unregister(UserSession)


@admin.register(UserSession)
class SessionAdmin(ReadOnlyAdmin):
    """Who is signed in where: found by address or machine, written by signing in and out alone."""

    list_display = UserSessionAdmin.list_display
    list_select_related = ["user"]
    search_fields = ["user__email", "ip"]
    exclude = ["session_key", "data"]  # the key opens the session
