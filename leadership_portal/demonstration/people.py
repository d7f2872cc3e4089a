"""The invented people: a head and a chair at every school, the leaders, the alliance's own, and the fixed cast."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from directory.models import Cluster, LocalAuthority, Person, Post, School
from leadership_portal.demonstration.places import NORTHDALE

R = Post.Role


class Member(NamedTuple):
    """One of the people a visitor may sign in as, and the one sentence that says what for."""

    key: str
    first_name: str
    last_name: str
    role: str
    school: str
    about: str
    language: str = "en-gb"


CAST = [
    Member("sam", "Sam", "Okoro", R.MIDDLE_LEADER, "Oakfield", _("leads from Oakfield")),
    Member("hannah", "Hannah", "Price", R.HEADTEACHER, "Oakfield", _("heads Oakfield")),
    Member("rob", "Rob", "Ellis", R.HEADTEACHER, "Brookside", _("heads receiving Brookside")),
    Member("mina", "Mina", "Shah", R.ALLIANCE_MANAGER, "", _("manages the alliance")),
    Member("aled", "Aled", "Rhys", R.MIDDLE_LEADER, "Oakfield", _("is applying, half way through the form")),
    Member("nia", "Nia", "Prydderch", R.HEADTEACHER, "Glan", _("heads Ysgol Glan Morfa, in Welsh"), "cy"),
    Member("pia", "Pia", "Lindqvist", R.HEADTEACHER, "Castle Fell", _("sits on the panel")),
    Member("fay", "Fay", "Ingram", R.FINANCE_OFFICER, "", _("pays the claims")),
    Member("dai", "Dai", "Rowlands", R.LA_OFFICER, "", _("is an officer of Northdale authority")),
    Member("olga", "Olga", "Stone", "", "", _("is a stranger")),
]
HEADS = [
    ("Hillcrest", "Joan", "Bell"),
    ("Larkrise", "Amira", "Haddad"),
    ("Northdale", "Peter", "O'Brien"),
    ("St Aidan's", "Ruth", "Ashworth"),
    ("Fernbank", "Colin", "Yeo"),
    ("Beckstone", "Grace", "Adeyemi"),
    ("Willows", "Tom", "Whitfield"),
    ("Upper Garth", "Ines", "Carvalho"),
    ("Rowan Lane", "Marta", "Nowak"),
    ("Bont", "Siân", "Llŷr"),
    ("Saltmarsh", "Elin", "Wŷn"),
    ("Harbour View", "Gethin", "Madog"),
    ("Tŷ Gwyn", "Carys", "Hopkin"),
    ("Lighthouse", "Beth", "Tudur"),
    ("Heatherfield", "Alan", "Crosse"),
    ("Staynes", "Priya", "Raman"),
    ("Peatgate", "Doug", "Fairley"),
    ("Curlew", "Helen", "Marsh"),
    ("Gritstone", "Yusuf", "Karim"),
    ("Mosswood", "Lorna", "Peel"),
]
CHAIRS = [
    ("Oakfield", "Gwen", "Morris"),
    ("Brookside", "Basil", "Thorne"),
    ("Castle Fell", "Edith", "Quayle"),
]


def gather(schools: dict[str, School]) -> dict[str, Person]:
    """Make everybody with their posts; return the cast by key and the heads by their school's word."""
    people = {member.key: _join(member, schools) for member in CAST}
    for school, first, last in HEADS:
        people[school] = meet(first, last, schools[school], R.HEADTEACHER)
    for school, first, last in CHAIRS:
        meet(first, last, schools[school], R.CHAIR_OF_GOVERNORS)
    for key, school in (
        ("hannah", "Oakfield"),
        ("rob", "Brookside"),
        ("pia", "Castle Fell"),
        ("nia", "Glan"),
    ):
        people[school] = people[key]
    for name, lead in (
        ("Oakfield", "hannah"),
        ("Castle Fell", "pia"),
        ("Glan", "nia"),
        ("Staynes", "Staynes"),
    ):
        leads = {"lead": people[lead], "representative": people[lead]}
        Cluster.objects.filter(schools=schools[name]).update(**leads)
    return people


def meet(first: str, last: str, school: School, role: str, title: str = "") -> Person:
    """Make a person who holds a post at a school, confirmed, since some September."""
    email = f"{plain(first)}.{plain(last)}@{school.email_domain}"
    person = Person.objects.create_user(email, first_name=first, last_name=last, language="en-gb")
    Post.objects.create(person=person, role=role, title=title, school=school, **HELD)
    return person


HELD = {"starts_on": date(2021, 9, 1), "confirmed_at": "2021-09-01T08:00:00Z"}


def plain(name: str) -> str:
    return "".join(
        c for c in name.lower().replace("ŷ", "y").replace("ŵ", "w").replace("â", "a") if c.isalpha()
    )


def _join(member: Member, schools: dict[str, School]) -> Person:
    host = schools[member.school].email_domain if member.school else "northdale.example"
    names = {"first_name": member.first_name, "last_name": member.last_name, "language": member.language}
    person = Person.objects.create_user(f"{member.key}@{host}", **names)
    if member.role:
        authority = LocalAuthority.objects.get(code=NORTHDALE[0]) if member.role == R.LA_OFFICER else None
        where = {"school": schools.get(member.school), "local_authority": authority}
        title = "Phonics and early reading lead" if member.key == "sam" else ""
        Post.objects.create(person=person, role=member.role, title=title, **where, **HELD)
    return person
