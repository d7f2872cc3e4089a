"""The tokens of signed links and calendars never reach a log."""

import logging
import re

import pytest

from leadership_portal.logs import HideTokens, logging_settings

TOKEN = "0123456789abcdef" * 4


class Request:
    path = f"/link/{TOKEN}/"

    def __str__(self) -> str:
        return f"<WSGIRequest: GET '{self.path}'>"


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (f"GET /link/{TOKEN}/", ()),
        ("GET %s", (f"/link/{TOKEN}/designation-give/",)),
        ("Forbidden: %s", (Request(),)),
        (f"GET /calendar/{TOKEN}.ics", ()),
        ({"event": "request_started", "request": f"POST /link/{TOKEN}/new/"}, ()),
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(message, args):
    record = logging.LogRecord("x", logging.INFO, "x", 1, message, args, None)
    assert HideTokens().filter(record) is True
    assert TOKEN not in f"{record.msg} {record.args}"
    assert re.search(r"/(link|calendar)/\(hidden\)", f"{record.msg} {record.args}")


def test_other_words_stay_as_they_are():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s of %d", ("page", 3), None)
    HideTokens().filter(record)
    assert record.getMessage() == "page of 3"


def test_every_line_goes_through_it():
    settings = logging_settings("INFO", for_people=False)
    assert settings["handlers"]["console"]["filters"] == ["no_tokens"]
    assert settings["filters"]["no_tokens"]["()"] is HideTokens
    assert settings["root"]["handlers"] == ["console"]
