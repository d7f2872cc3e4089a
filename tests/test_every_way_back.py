"""Whoever presses Cancel or Back on a form comes to a page of ours, never to an address that is none."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from tests import world as worlds
from tests.pages import IN_ERROR, pages

CANCEL = re.compile(r'<a href="([^"]*)">Cancel</a>')
BACK = re.compile(r'<p class="back"><a href="([^"]*)">')


@pytest.fixture
def world(cast) -> worlds.World:
    return worlds.build(cast)


def test_every_way_back_leads_to_a_page(client, world):
    there, answers, silent = dict(pages(world)), {}, []
    for name, who in IN_ERROR.items():
        client.force_login(getattr(world.cast, who))
        form = client.get(there[name]).content.decode()
        ways = {urljoin(there[name], unescape(way)) for way in CANCEL.findall(form) + BACK.findall(form)}
        silent += [] if ways else [name]
        answers |= {f"{name}: {way}": client.get(way).status_code for way in ways}
    assert silent == []
    assert {way: status for way, status in answers.items() if status not in (200, 302)} == {}
