"""The scripts' own Python: messages are compiled when they changed, and the probe answers by its exit code."""

import gettext
import http.server
import os
import runpy
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
compile_messages = runpy.run_path(str(ROOT / "script/compile_messages.py"))["compile_messages"]
probe = runpy.run_path(str(ROOT / "script/probe.py"))["main"]
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yes"\nmsgstr "{}"\n'


@pytest.fixture
def catalogue(tmp_path):
    """A Welsh catalogue of one sentence, written a minute ago."""
    source = tmp_path / "cy/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO.format("Ydyŵ"))
    os.utime(source, (time.time() - 60, time.time() - 60))
    return source


def test_a_new_catalogue_is_compiled_once(catalogue, tmp_path):
    target = catalogue.with_suffix(".mo")
    assert (compile_messages(tmp_path), compile_messages(tmp_path)) == ([target], [])
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Yes") == "Ydyŵ"


def test_a_changed_catalogue_is_compiled_again(catalogue, tmp_path):
    compile_messages(tmp_path)
    catalogue.write_text(PO.format("Ydw"))
    os.utime(catalogue, (time.time() + 60, time.time() + 60))
    assert compile_messages(tmp_path) == [catalogue.with_suffix(".mo")]


class Answering(http.server.BaseHTTPRequestHandler):
    """A web server that is ready under one name only."""

    def do_GET(self):
        right = (self.path, self.headers["Host"]) == ("/health/ready", "portal.example")
        self.send_response(200 if right else 503)
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def web(monkeypatch):
    """A server on a port of its own."""
    with http.server.HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("PORT", str(server.server_port))
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("site", "code"), [("https://portal.example", 0), ("https://other.example", 1)])
def test_the_probe_asks_the_web_under_its_own_name(web, monkeypatch, site, code):
    monkeypatch.setenv("SITE_URL", site)
    assert probe("ready") == code


def test_a_web_that_does_not_answer_is_not_well(monkeypatch):
    monkeypatch.setenv("PORT", "1")
    assert probe("ready") == 1


@pytest.mark.parametrize(("age", "code"), [(5, 0), (90, 1)])
def test_the_probe_feels_the_heartbeat(tmp_path, monkeypatch, age, code):
    heart = tmp_path / "heartbeat"
    heart.touch()
    os.utime(heart, (time.time() - age, time.time() - age))
    monkeypatch.setenv("HEARTBEAT_FILE", str(heart))
    assert probe("heartbeat", "60") == code


def test_a_heart_that_never_beat_is_not_well(tmp_path, monkeypatch):
    monkeypatch.setenv("HEARTBEAT_FILE", str(tmp_path / "none"))
    assert probe("heartbeat", "60") == 1
