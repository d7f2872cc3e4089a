"""What somebody typed and sent after their session had ended: kept for an hour, for them alone, on the same page."""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

COOKIE = "last-person"
KEY = "typed"
KEPT_FOR = timedelta(hours=1)
COOKIE_AGE = 7 * 24 * 60 * 60
MOST_CHARACTERS = 100_000  # the longest form has nine texts of 300 words

_signer = Signer(salt="casework.typed")


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Note in a signed cookie who is signed in here, so that what they send too late can be kept for them alone."""
    if not request.user.is_authenticated:
        return
    value = _signer.sign(str(request.user.pk))
    if request.COOKIES.get(COOKIE) != value:
        response.set_cookie(
            COOKIE, value, max_age=COOKIE_AGE, secure=request.is_secure(), httponly=True, samesite="Lax"
        )


def keep(request: HttpRequest) -> bool:
    """Keep what was sent without a session, but no files; say whether it was. Whose it is, the cookie says."""
    person, typed = _last_person(request), request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    body = typed.urlencode()
    if request.method != "POST" or not person or len(body) > MOST_CHARACTERS:
        return False
    request.session[KEY] = {
        "path": request.path,
        "person": person,
        "at": timezone.now().isoformat(),
        "body": body,
    }
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """Return, once, what this person sent too late on this page; what is another's or older than an hour is dropped."""
    kept = request.session.get(KEY)
    if not kept or not request.user.is_authenticated:
        return None
    at = parse_datetime(kept["at"])
    is_theirs = kept["person"] == str(request.user.pk) and at is not None and timezone.now() - at < KEPT_FOR
    if is_theirs and kept["path"] != request.path:
        return None  # they pass other pages on their way back
    del request.session[KEY]
    return QueryDict(kept["body"]) if is_theirs else None


def _last_person(request: HttpRequest) -> str:
    try:
        return _signer.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""
