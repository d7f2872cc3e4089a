"""A person opens, renews or closes the feed a calendar program reads."""

import secrets

from django.db import transaction
from django.utils import timezone

from casework.links import hash_of
from deployments.models import CalendarFeed
from directory.models import Person


@transaction.atomic
def renew_feed(person: Person) -> CalendarFeed:
    """Give a person's feed a new secret address, made on demand; the old one reads nothing. Who may: oneself."""
    feed = CalendarFeed(person=person, salt=secrets.token_urlsafe(32), made_at=timezone.now())
    fields = {"salt": feed.salt, "token_hash": hash_of(feed.token), "made_at": feed.made_at}
    return CalendarFeed.objects.update_or_create(person=person, defaults=fields)[0]


@transaction.atomic
def close_feed(person: Person) -> None:
    """Close a person's feed: its address reads nothing from now. Who may: oneself; closed already, nothing happens."""
    CalendarFeed.objects.filter(person=person).delete()
