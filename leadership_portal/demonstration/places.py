"""The invented ground: two authorities, four clusters, twenty-four schools and the terms they keep."""

from datetime import date, timedelta
from typing import NamedTuple

from directory.models import Cluster, LocalAuthority, School, Term, Trust

NORTHDALE, MORFA = ("998", "Northdale", "Gogleddfro"), ("999", "Glan Morfa", "Glan Morfa")
CLUSTERS = ["Valley", "Hillside", "Estuary", "Moor"]


class Place(NamedTuple):
    """One school; easting and northing in metres, medium of instruction e (English), w (Welsh) or b (both)."""

    name: str
    cluster: str
    phase: str
    town: str
    easting: int
    northing: int
    pupils: int
    medium: str = "e"
    name_cy: str = ""
    trust: str = ""


P, S, N, X, A = "primary", "secondary", "nursery", "special", "all_through"
SCHOOLS = [
    Place("Oakfield Primary School", "Valley", P, "Northdale", 410_000, 490_000, 312),
    Place("Brookside Primary School", "Valley", P, "Thornley", 418_200, 496_100, 187),
    Place("Hillcrest Primary School", "Valley", P, "Northdale", 412_400, 488_300, 405, trust="Pennant Trust"),
    Place("Larkrise Nursery School", "Valley", N, "Northdale", 411_100, 490_900, 84),
    Place("Northdale High School", "Valley", S, "Northdale", 410_800, 489_100, 1042),
    Place("St Aidan's Church of England Primary School", "Valley", P, "Thornley", 417_500, 495_000, 210),
    Place("Fernbank Primary School", "Hillside", P, "Castle Fell", 396_300, 502_700, 156),
    Place("Castle Fell School", "Hillside", S, "Castle Fell", 395_900, 503_400, 871, trust="Pennant Trust"),
    Place("Beckstone Primary School", "Hillside", P, "Beckstone", 391_200, 507_800, 98),
    Place("The Willows School", "Hillside", X, "Castle Fell", 397_000, 501_500, 126),
    Place("Upper Garth Primary School", "Hillside", P, "Upper Garth", 388_400, 511_000, 61),
    Place("Rowan Lane Primary School", "Hillside", P, "Beckstone", 392_000, 506_600, 233),
    Place("Ysgol Glan Morfa", "Estuary", A, "Glan Morfa", 340_100, 485_200, 718, "w", "Ysgol Glan Morfa"),
    Place("Ysgol y Bont", "Estuary", P, "Pont Wen", 343_900, 481_400, 142, "w", "Ysgol y Bont"),
    Place(
        "Saltmarsh Primary School",
        "Estuary",
        P,
        "Glan Morfa",
        341_000,
        486_800,
        264,
        "b",
        "Ysgol Gynradd y Morfa",
    ),
    Place(
        "Harbour View School",
        "Estuary",
        S,
        "Port Carrow",
        338_200,
        490_600,
        933,
        "b",
        "Ysgol Golwg yr Harbwr",
    ),
    Place(
        "Tŷ Gwyn Primary School",
        "Estuary",
        P,
        "Pont Wen",
        344_600,
        480_700,
        175,
        "b",
        "Ysgol Gynradd Tŷ Gwyn",
    ),
    Place(
        "Lighthouse Nursery School",
        "Estuary",
        N,
        "Port Carrow",
        338_900,
        491_100,
        62,
        "b",
        "Meithrinfa'r Goleudy",
    ),
    Place("Heatherfield Primary School", "Moor", P, "Staynes", 421_700, 472_500, 199),
    Place("Staynes Academy", "Moor", S, "Staynes", 422_300, 471_900, 1188, trust="Highmoor Learning Trust"),
    Place(
        "Peatgate Primary School",
        "Moor",
        P,
        "Peatgate",
        428_800,
        468_200,
        77,
        trust="Highmoor Learning Trust",
    ),
    Place("Curlew Primary School", "Moor", P, "Staynes", 420_900, 473_600, 341),
    Place("Gritstone School", "Moor", X, "Peatgate", 427_600, 469_500, 94),
    Place("Mosswood Primary School", "Moor", P, "Mosswood", 415_400, 477_100, 128),
]
MEDIA = {"e": School.Medium.ENGLISH, "w": School.Medium.WELSH, "b": School.Medium.BILINGUAL}


def lay_out() -> dict[str, School]:
    """Make the ground and return the schools by the first word of their names, such as `Oakfield`."""
    authorities = {
        code: LocalAuthority.objects.create(code=code, name=name, name_cy=name_cy)
        for code, name, name_cy in (NORTHDALE, MORFA)
    }
    clusters = {name: Cluster.objects.create(name=f"{name} cluster") for name in CLUSTERS}
    trusts = {
        name: Trust.objects.create(code=f"9900{number}", name=name)
        for number, name in enumerate(dict.fromkeys(place.trust for place in SCHOOLS if place.trust))
    }
    schools = {}
    for number, place in enumerate(SCHOOLS, start=990_001):
        authority = authorities[MORFA[0] if place.cluster == "Estuary" else NORTHDALE[0]]
        schools[key_of(place.name)] = _found(place, number, authority, clusters[place.cluster], trusts)
    for authority in authorities.values():
        _keep_terms(authority)
    return schools


def key_of(name: str) -> str:
    """Return the word the story knows a school by."""
    words = name.replace("Ysgol y ", "").replace("Ysgol ", "").replace("The ", "").split()
    return (
        f"{words[0]} {words[1]}"
        if words[0] in ("St", "Castle", "Upper", "Rowan", "Harbour", "Tŷ")
        else words[0]
    )


def _found(place: Place, number: int, authority, cluster, trusts) -> School:
    host = "".join(c for c in place.name.lower() if c.isascii() and c.isalnum())[:30]
    return School.objects.create(
        number=str(number),
        name=place.name,
        name_cy=place.name_cy,
        local_authority=authority,
        cluster=cluster,
        trust=trusts.get(place.trust),
        phase=place.phase,
        kind="Academy converter" if place.trust else "Community school",
        medium=MEDIA[place.medium],
        pupils=place.pupils,
        street="School Lane",
        town=place.town,
        postcode=f"ND{number % 40 + 1} {number % 9 + 1}AB",
        easting=place.easting,
        northing=place.northing,
        phone="01632 960" + f"{number % 1000:03d}",
        website=f"https://{host}.example",
    )


def _to_monday(day: date) -> int:
    """Return how many days it is to the next Monday, nothing on a weekday."""
    return 7 - day.weekday() if day.weekday() > 4 else 0


def _keep_terms(authority: LocalAuthority) -> None:
    """Keep three school years of terms: last year's, this year's and next year's."""
    this = date.today().year if date.today().month >= 8 else date.today().year - 1  # noqa: DTZ011 - a school year
    for year in (this - 1, this, this + 1):
        for season, start, half, end in (
            ("autumn", date(year, 9, 2), (date(year, 10, 26), date(year, 10, 30)), date(year, 12, 18)),
            (
                "spring",
                date(year + 1, 1, 5),
                (date(year + 1, 2, 15), date(year + 1, 2, 19)),
                date(year + 1, 3, 26),
            ),
            (
                "summer",
                date(year + 1, 4, 12),
                (date(year + 1, 5, 24), date(year + 1, 5, 28)),
                date(year + 1, 7, 20),
            ),
        ):
            Term.objects.create(
                local_authority=authority,
                season=season,
                starts_on=start + timedelta(days=_to_monday(start)),
                half_term_starts_on=half[0] + timedelta(days=_to_monday(half[0])),
                half_term_ends_on=half[0] + timedelta(days=_to_monday(half[0]) + 4),
                ends_on=end - timedelta(days=max(0, end.weekday() - 4)),
            )
