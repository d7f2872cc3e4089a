"""Holding a letter back and letting it go leaves a trace of who did it, once."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from casework import letters
from casework.models import Letter


def test_holding_and_letting_go_are_written_down_once_each(cast, client):
    context = {"sign_in_url": "/in/", "sign_up_url": "/up/"}
    letter = letters.post_notice("accounts/unknown_account", cast.sam, cast.sam.email, context=context)
    client.force_login(cast.mina)
    for step in ("letter-hold", "letter-hold", "letter-retry", "letter-retry"):
        client.post(reverse(step, args=[letter.pk]))
    rows = LogEntry.objects.order_by("pk").values_list("user", "object_id", "change_message")
    assert list(rows) == [(cast.mina.pk, str(letter.pk), "held"), (cast.mina.pk, str(letter.pk), "let go")]
    assert Letter.objects.get().status == "waiting"
    page = client.get(reverse("letter", args=[letter.pk])).content.decode()
    assert [words in page for words in ("Held back by Mina Shah", "Let go by Mina Shah")] == [True, True]


def test_who_may_not_leaves_nothing(cast, client):
    context = {"sign_in_url": "/in/", "sign_up_url": "/up/"}
    letter = letters.post_notice("accounts/unknown_account", cast.sam, cast.sam.email, context=context)
    client.force_login(cast.hannah)
    assert client.post(reverse("letter-hold", args=[letter.pk])).status_code == 403
    assert not LogEntry.objects.exists()
