"""The interface kit: every page kind in every state, its weight, its colours, and what it does in a real browser."""

import re

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.template.loader import render_to_string
from django.urls import reverse
from tinyhtml5.parser import HTMLParser

from leadership_portal import colours
from leadership_portal.checks import accent_can_be_read
from leadership_portal.views import kit, theme
from tests.browser import widen

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
PAGES = sorted(kit.PAGES)
FORMS = ["form/", "form/?state=filled", "form/?state=wrong"]


@pytest.fixture
def open_kit(settings):
    """Serve the kit, as a demonstration portal does."""
    settings.DEMO = True


# How it is served.


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_every_page_kind_opens(client):
    answers = {page: client.get(reverse("kit-page", args=[page])).status_code for page in [*PAGES, "form"]}
    assert answers == dict.fromkeys([*PAGES, "form"], 200)


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_every_error_page_opens_with_its_own_status(client):
    answers = {page: client.get(reverse("kit-page", args=[page])).status_code for page in kit.ERROR_PAGES}
    assert answers == kit.ERROR_PAGES


@pytest.mark.django_db
def test_the_kit_is_not_there_where_real_people_work(client, settings):
    settings.DEMO = settings.DEBUG = False
    urls = [reverse("kit"), reverse("kit-find"), reverse("kit-page", args=["form"])]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_a_form_in_error_says_so_in_its_title_first(client):
    title = re.compile(r"<title>(.*?)</title>")
    titles = [title.search(client.get(f"/kit/{page}").content.decode())[1] for page in FORMS]
    assert titles == [
        f"Give a reference - {settings.ALLIANCE_NAME}",
        f"Give a reference - {settings.ALLIANCE_NAME}",
        f"Error: Give a reference - {settings.ALLIANCE_NAME}",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_every_line_of_the_error_summary_leads_to_an_input(client):
    html = client.get("/kit/form/?state=wrong").content.decode()
    summary = html[html.index("data-problem") : html.index("</ul>", html.index("data-problem"))]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 10
    inputs = set(re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="([^"]+)"', html))
    assert [target for target in targets if target not in inputs] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_nothing_on_a_form_cuts_what_is_pasted_or_is_judged_by_the_browser(client):
    html = client.get("/kit/form/").content.decode()
    assert [word in html for word in ("maxlength", " required", "novalidate")] == [False, False, True]


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
def test_a_page_reached_by_a_signed_link_shows_no_navigation_and_no_account(client, cast):
    client.force_login(cast.hannah)
    usual, by_link = (client.get(f"/kit/{page}/").content.decode() for page in ("case", "link"))
    marks = (
        'class="navigation"',
        'class="account"',
        reverse("account_logout"),
        reverse("set-language"),
        reverse("help"),
    )
    assert [mark in usual for mark in marks] == [True, True, True, True, True]
    assert [mark in by_link for mark in marks] == [False, False, False, True, True]


def test_the_pages_of_last_resort_need_no_request_and_no_database():
    for name in ("400.html", "500.html"):
        html = render_to_string(name)
        assert html.count("<h1>") == 1
        assert 'href="/"' in html


# What it weighs, and what it may not hold.


def test_styles_and_script_keep_their_weight():
    styles = sum(path.stat().st_size for path in (STATIC / "css").glob("*.css"))
    scripts = sum(path.stat().st_size for path in (STATIC / "js").glob("*.js"))
    assert (styles < 40_000, scripts < 15_000) == (True, True), (styles, scripts)


def inline_faults(html: str) -> list[str]:
    """Find what the Content-Security-Policy would refuse: styles, handlers and scripts written into the page."""
    return re.findall(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*\bsrc=)|javascript:""", html)


def test_no_template_holds_a_style_or_a_script():
    faults = {
        str(path): inline_faults(path.read_text())
        for path in TEMPLATES.rglob("*.html")
        if not {"documents", "letters"} & set(path.parts)  # printed and mailed, not served
    }
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "fault",
    ['<p style="x">', "<style>", '<a onclick="x()">', "<script>x()</script>", '<a href="javascript:x">'],
)
def test_an_inline_style_or_script_would_be_found(fault):
    assert len(inline_faults(fault)) == 1


def test_every_component_says_in_a_sentence_what_it_is():
    silent = [
        path.name
        for path in (TEMPLATES / "components").glob("*.html")
        if not path.read_text().startswith("{# ")
    ]
    assert silent == []


# Whose colours it wears.


@pytest.mark.parametrize("accent", ["#0b5a4a", "#7cc9b5", "#ffcc00", "#fff", "#000", "#00f", "#a3242b"])
def test_any_accent_can_be_read_in_both_schemes(accent):
    light, dark = re.findall(r"--accent:(#[0-9a-f]{6})", theme.stylesheet(accent))
    softs = re.findall(r"--accent-soft:(#[0-9a-f]{6})", theme.stylesheet(accent))
    ink, dark_ink = colours.parse("#191d1b"), colours.parse("#0c1210")
    ratios = [
        colours.contrast(colours.parse(light), colours.WHITE),
        colours.contrast(colours.parse(softs[0]), ink),
        colours.contrast(colours.parse(dark), colours.DARK_PAPER),
        colours.contrast(colours.parse(dark), dark_ink),
        colours.contrast(colours.parse(softs[1]), colours.parse("#eef1ee")),
    ]
    assert [round(ratio, 1) for ratio in ratios if ratio < 4.5] == []


@pytest.mark.parametrize(
    ("accent", "found"), [("#0b5a4a", []), ("#ffcc00", ["portal.W001"]), ("green", ["portal.E001"])]
)
def test_the_accent_is_checked_at_start(settings, accent, found):
    settings.ALLIANCE_ACCENT = accent
    assert [message.id for message in accent_can_be_read()] == found
    assert [message.id for message in run_checks() if message.id.startswith("portal.")] == found


def test_the_check_names_a_shade_that_would_do(settings):
    settings.ALLIANCE_ACCENT = "#ffcc00"
    (warning,) = accent_can_be_read()
    named = re.search(r"ALLIANCE_ACCENT=(#[0-9a-f]{6})", warning.hint)[1]
    settings.ALLIANCE_ACCENT = named
    assert accent_can_be_read() == []


def test_the_accent_is_a_stylesheet_that_may_be_kept(client, settings):
    settings.ALLIANCE_ACCENT = "#a3242b"
    response = client.get(reverse("theme"))
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=86400"}
    assert "--accent:#a3242b" in response.content.decode()


# What it does in a browser.


@pytest.fixture
def kit_page(page, live_server, open_kit):
    """Open a page of the kit at a width."""

    def show(path="", width=1280):
        widen(page, width)
        page.goto(f"{live_server.url}/kit/{path}")
        return page

    return show


WHOLE = ["", *FORMS, *(f"{name}/" for name in PAGES)]


@pytest.mark.parametrize("path", WHOLE)
def test_nobody_is_shut_out_of_a_page(kit_page, axe, path):
    page = kit_page(path)
    axe(page)
    widen(page, 360)
    axe(page)
    # Nor does it scroll sideways on the narrowest phone.
    widen(page, 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", ["", "form/?state=wrong", "case/"])
def test_nobody_is_shut_out_in_the_dark_or_in_welsh(kit_page, axe, page, context, live_server, path):
    page.emulate_media(color_scheme="dark")
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "cy", "url": live_server.url}])
    axe(kit_page(path))
    assert page.locator("html").get_attribute("lang") == "cy"


def test_the_error_summary_takes_the_focus_and_leads_to_the_input(kit_page):
    page = kit_page("form/?state=wrong")
    assert page.evaluate("document.activeElement.hasAttribute('data-problem')") is True
    page.get_by_role("link", name="Say how strongly you support this application").click()
    assert page.evaluate("document.activeElement.id") == "id_support_0"


def test_words_are_counted_as_they_are_typed_and_may_go_over(kit_page):
    page = kit_page("form/")
    count, box = page.locator("#id_statement_words"), page.locator("#id_statement")
    assert count.inner_text() == "Words left: 30"
    box.fill("gair " * 31)
    assert (count.inner_text(), box.input_value()) == ("Words too many: 1", "gair " * 31)


def test_a_school_is_found_as_one_types_by_keyboard_alone(kit_page):
    page = kit_page()
    box = page.get_by_role("combobox", name="Find a school")
    box.press_sequentially("prim")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert [text.splitlines()[0] for text in options.all_inner_texts()] == [
        "Oakfield Primary School",
        "Brookside Primary School",
    ]
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    ).startswith("Brookside")
    box.press("Enter")
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("Brookside Primary School", "false")


def test_enter_in_a_field_sends_the_form_and_does_not_switch_the_language(kit_page):
    page = kit_page("form/")
    page.locator("#id_name").fill("Siân")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#id_name").press("Enter")
    assert "switch_language" not in (sent.value.post_data or "")
    page.get_by_text("There is a problem").wait_for()
    assert page.locator("#id_name").input_value() == "Siân"


def test_the_language_button_is_the_forms_own(kit_page):
    page = kit_page("form/")
    page.locator("#id_name").fill("Siân")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Cymraeg").click()
    assert "switch_language=cy" in (sent.value.post_data or "")
    assert "name=Si%C3%A2n" in (sent.value.post_data or "")


def test_the_menu_opens_on_a_phone_without_a_script(new_context, live_server, open_kit):
    page = new_context(java_script_enabled=False).new_page()
    widen(page, 360)
    page.goto(f"{live_server.url}/kit/case/")
    link = page.locator(".menu").get_by_role("link", name="Deployments")
    assert link.is_visible() is False
    page.get_by_text("Menu", exact=True).click()
    assert link.is_visible() is True


def test_a_form_works_without_a_script(new_context, live_server, open_kit):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/kit/form/?state=filled")
    assert page.locator("#id_statement_words").inner_text() == "You can write up to 30 words."
    with page.expect_navigation():
        page.get_by_role("button", name="Send the form").click()
    assert page.get_by_text("There is a problem").count() == 0
    assert page.locator("#id_started_1").input_value() == "Medi"


def posts_of(page):
    """Return the list that gathers the POST requests of this page from now on."""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def test_what_is_typed_is_saved_two_seconds_after_the_last_key(kit_page):
    page = kit_page("saving/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#id_statement").fill("Every class opens with phonics.")
    assert (sent.value.headers["x-autosave"], "phonics" in sent.value.post_data) == ("1", True)
    page.get_by_text("Saved", exact=True).wait_for()


def test_what_could_not_be_saved_is_not_called_saved(kit_page, console):
    console.allow("500")
    page = kit_page("saving/")
    page.route("**/kit/saving/", lambda route: route.fulfill(status=500))
    page.locator("#id_statement").fill("Every class opens with phonics.")
    page.get_by_text("Not saved yet: use the button to save").wait_for()


def test_a_form_is_sent_once_however_often_its_button_is_pressed(kit_page):
    page = kit_page("form/")
    sent, held = posts_of(page), []
    page.route("**/kit/form/", lambda route: held.append(route))
    page.get_by_role("button", name="Send the form").dblclick(no_wait_after=True)
    page.wait_for_timeout(300)
    assert (len(sent), len(held)) == (1, 1)
    held[0].continue_()


@pytest.mark.django_db
@pytest.mark.usefixtures("open_kit")
@pytest.mark.parametrize("path", WHOLE)
def test_every_page_is_valid_html_whose_names_lead_somewhere(client, path):
    html = client.get(f"/kit/{path}").content.decode()
    parser = HTMLParser()
    parser.parse(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    named = re.findall(r'\s(?:for|form|aria-labelledby|aria-describedby)="([^"]+)"', html)
    assert parser.errors == []
    assert sorted(ids) == sorted(set(ids))
    assert [name for names in named for name in names.split() if name not in ids] == []
