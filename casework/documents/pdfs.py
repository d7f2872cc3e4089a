"""Pages become accessible PDFs that fetch nothing from anywhere; the only room that knows WeasyPrint."""

import base64
import ctypes.util
import functools
import mimetypes
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote_to_bytes

from django.contrib.staticfiles import finders
from django.core import checks

APT_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoPdf(Exception):
    """This machine cannot make PDFs; the printable page is served instead."""


@functools.cache
def _press() -> tuple[ModuleType, object]:
    """Return WeasyPrint and one font configuration shared by all documents (memory stays flat).

    Loaded here and not at the top: it costs two seconds and 135 MB, and only who makes PDFs should pay.
    """
    try:
        return import_module("weasyprint"), import_module("weasyprint.text.fonts").FontConfiguration()
    except (ImportError, OSError) as missing:
        raise NoPdf(APT_LINE) from missing


def _fetch_own(url: str, *args, **kwargs):
    """Let a PDF read our own style sheet, its fonts and inline pictures, and nothing else in the world."""
    answer = import_module("weasyprint.urls").URLFetcherResponse
    if url.startswith("data:"):
        head, _, data = url.removeprefix("data:").partition(",")
        body = base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
        return answer(url, body, {"Content-Type": head.split(";")[0]})
    path = _own_files().get(url)
    if path is None:
        raise ValueError(f"A document may not fetch {url}")
    kind = mimetypes.guess_type(path)[0] or "font/otf"
    return answer(url, path.read_bytes(), {"Content-Type": kind})


@functools.cache
def _own_files() -> dict[str, Path]:
    """Return the address and file of everything a document may read: its style sheet and the fonts."""
    sheet = finders.find("css/document.css")
    fonts = find_spec("font_source_sans_pro")
    own = {"portal:document.css": Path(sheet)} if sheet else {}
    for place in fonts.submodule_search_locations or [] if fonts else []:
        own |= {f"portal:{file.name}": file for file in Path(place).rglob("*.ttf")}
        own |= {f"portal:{file.name}": file for file in Path(place).rglob("*.otf")}
    return own


def render(html: str) -> bytes:
    """Return the page as an accessible PDF (PDF/UA-1); raises NoPdf where pango is missing."""
    weasyprint, fonts = _press()
    page = weasyprint.HTML(string=html, base_url="portal:", url_fetcher=_fetch_own)
    return page.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")


@checks.register()
def pdfs_can_be_made(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Say with the exact line to type when this machine lacks what PDFs need (looked up without loading it)."""
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return []
    return [
        checks.Warning(
            "PDFs cannot be made here; printable pages stand in.", hint=APT_LINE, id="casework.W001"
        )
    ]
