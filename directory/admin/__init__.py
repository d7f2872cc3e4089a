"""The directory in the administration: searchable, with history, and exports in which no cell can act."""

from directory.admin.people import PersonAdmin
from directory.admin.places import (
    ClusterAdmin,
    LocalAuthorityAdmin,
    SchoolAdmin,
    SchoolLinkAdmin,
    SupportCategoryAdmin,
    TrustAdmin,
)
from directory.admin.posts import DelegationAdmin, PostAdmin
from directory.admin.terms import InsetDayAdmin, TermAdmin

__all__ = [
    "ClusterAdmin",
    "DelegationAdmin",
    "InsetDayAdmin",
    "LocalAuthorityAdmin",
    "PersonAdmin",
    "PostAdmin",
    "SchoolAdmin",
    "SchoolLinkAdmin",
    "SupportCategoryAdmin",
    "TermAdmin",
    "TrustAdmin",
]
