"""What a cell means: one function per kind of value, each mending what Excel does to it or raising ValueError."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]\d.*)?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d.*)?")
WEB_ADDRESS = re.compile(r"https?://[\w.-]+\.[\w-]+\.?(:\d+)?([/?#][^\s\"'<>]*)?", re.IGNORECASE)
MOST_PUPILS = 20_000
SPELLED = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y")


def text(limit: int) -> Callable[[str], str]:
    """Accept up to `limit` characters; a cut name would be a wrong name."""

    def read(value: str) -> str:
        if len(value) > limit:
            raise ValueError(value)
        return value

    return read


def digits(value: str) -> str:
    """Return a number kept as text, without the ".0" of a spreadsheet that took it for a quantity."""
    value = value.removesuffix(".0")
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)
    return value


def code(width: int) -> Callable[[str], str]:
    """Give a code the leading zeros back that a spreadsheet dropped; an empty code stays empty."""

    def read(value: str) -> str:
        padded = digits(value).zfill(width) if value else ""
        if len(padded) > width:
            raise ValueError(value)
        return padded

    return read


def whole(limit: int) -> Callable[[str], int | None]:
    """Read a whole number up to `limit`; empty is unknown."""

    def read(value: str) -> int | None:
        if not value:
            return None
        number = int(digits(value.replace(",", "")))
        if number > limit:
            raise ValueError(value)
        return number

    return read


def pupils(value: str) -> int | None:
    """Read a number of pupils; registers count part-time ones as halves, which are rounded up."""
    if not value:
        return None
    count = Decimal(value.replace(",", "")) if re.fullmatch(r"[0-9,]+(\.[0-9]+)?", value) else None
    if count is None or count > MOST_PUPILS:
        raise ValueError(value)
    return int(count.to_integral_value(ROUND_HALF_UP))


def metres(value: str) -> int | None:
    """Read an easting or northing of the national grid in metres; 0 stands for unknown in the register."""
    return whole(1_300_000)(value) or None


@lru_cache(maxsize=20_000)
def day(value: str) -> date | None:
    """Read DD-MM-YYYY, the register's own spelling, and what spreadsheets make of it; two-digit years are refused."""
    if not value:
        return None
    if found := DAY_FIRST.fullmatch(value):
        first, month, year = (int(part) for part in found.groups())
        return date(year, month, first)
    if found := YEAR_FIRST.fullmatch(value):
        year, month, last = (int(part) for part in found.groups())
        return date(year, month, last)
    return spelled_day(value)


def spelled_day(value: str) -> date:
    for spelling in SPELLED:
        try:
            return datetime.strptime(value, spelling).date()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            continue
    raise ValueError(value)


def postcode(value: str) -> str:
    """Return a postcode in capitals with its one space; an empty one stays empty."""
    tight = "".join(value.split()).upper()
    if not tight:
        return ""
    found = POSTCODE.fullmatch(tight)
    if not found:
        raise ValueError(value)
    return " ".join(found.groups())


def phone(value: str) -> str:
    """Return a telephone number, with the leading 0 a spreadsheet dropped."""
    if len(value) > 30 or re.fullmatch(r"[0-9.]+E\+[0-9]+", value, re.IGNORECASE):
        raise ValueError(value)
    lost_zero = value.isascii() and value.isdigit() and len(value) in (9, 10) and value[0] != "0"
    return f"0{value}" if lost_zero else value


def website(value: str) -> str:
    """Return a web address that is safe to link to; one without a scheme is given http."""
    if not value:
        return ""
    address = value if "://" in value else f"http://{value.lstrip('/')}"
    if len(address) > 200 or not WEB_ADDRESS.fullmatch(address):
        raise ValueError(value)
    return address
