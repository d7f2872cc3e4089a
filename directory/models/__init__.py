"""What is kept about people, schools, their posts and their calendar."""

from directory.models.people import Person
from directory.models.places import Cluster, LocalAuthority, School, SchoolLink, SupportCategory, Trust
from directory.models.posts import Delegation, Post
from directory.models.terms import InsetDay, Term

__all__ = [
    "Cluster",
    "Delegation",
    "InsetDay",
    "LocalAuthority",
    "Person",
    "Post",
    "School",
    "SchoolLink",
    "SupportCategory",
    "Term",
    "Trust",
]
