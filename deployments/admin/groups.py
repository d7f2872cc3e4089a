"""Groups of schools in the administration, and the work of leaders for groups."""

from django.contrib import admin

from casework.admin import ReadOnlyAdmin
from deployments.admin.shared import CaseAdmin, ReadOnlyRows
from deployments.models import Facilitation, GroupMeeting, GroupMember, SchoolGroup


class MemberRows(ReadOnlyRows):
    model = GroupMember
    fields = ["school", "joined_on", "left_on"]


class MeetingRows(ReadOnlyRows):
    model = GroupMeeting
    fields = ["on", "place", "about", "called_off_because"]


@admin.register(SchoolGroup)
class SchoolGroupAdmin(CaseAdmin):
    readonly_fields = [*CaseAdmin.readonly_fields, "lead_school", "made_by"]
    list_display = ["reference", "name", "lead_school", "state"]
    search_fields = ["reference", "name", "lead_school__search_text"]
    list_select_related = ["lead_school"]
    inlines = [MemberRows, MeetingRows]


@admin.register(GroupMember)
class GroupMemberAdmin(ReadOnlyAdmin):
    list_display = ["group", "school", "joined_on", "left_on"]
    search_fields = ["group__name", "school__search_text"]
    list_select_related = ["group", "school"]


@admin.register(GroupMeeting)
class GroupMeetingAdmin(ReadOnlyAdmin):
    list_display = ["group", "on", "place", "called_off_because"]
    search_fields = ["group__name", "place"]
    list_select_related = ["group"]


@admin.register(Facilitation)
class FacilitationAdmin(ReadOnlyAdmin):
    list_display = ["reference", "designation", "group", "on", "state", "amount_pence"]
    list_filter = ["state", "acknowledged_by_itself"]
    search_fields = ["reference", "group", "school__search_text"]
    date_hierarchy = "on"
    list_select_related = ["designation__person", "designation__home_school", "designation__role_type"]
