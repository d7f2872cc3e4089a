"""Calendar feeds: the secret address at which a calendar program reads one person's visits."""

import hashlib
import hmac

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.links import hash_of
from casework.models.cases import now


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of_token(self, token: str) -> "CalendarFeed | None":
        """Return the feed of a token whose person may still sign in, or nothing."""
        known = self.select_related("person").filter(token_hash=hash_of(token), person__is_active=True)
        return known.first()


class CalendarFeed(models.Model):
    """One person's feed. Only the hash of its token is kept, as for signed links: a copy of the database reads nothing.

    The token is HMAC(secret key, salt), so its person can look the address up again for a second calendar. A renewed
    feed has a new salt; a closed one has no row.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )
    salt = models.CharField(max_length=64, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=now, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["person"]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def token(self) -> str:
        """Return the 256-bit token; after a change of the secret key it opens nothing until the feed is renewed."""
        key = b"calendar-feed:" + self.salt.encode()
        return hmac.new(settings.SECRET_KEY.encode(), key, hashlib.sha256).hexdigest()

    @property
    def is_readable(self) -> bool:
        return hash_of(self.token) == self.token_hash
