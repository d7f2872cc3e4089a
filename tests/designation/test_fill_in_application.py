"""Sam fills in the form: nothing typed is lost, too many words are said, and the referee is never oneself."""

from datetime import date
from uuid import uuid4

import pytest

from designation.documents import parts_of
from designation.models import Application, Reference
from directory.models import Post
from tests import factories
from tests.designation import stage

TOO_LONG = "word " * 400


@pytest.fixture
def case(cast, client):
    client.force_login(cast.sam)
    return stage.draft(cast, sections={})


def part(case, section):
    return f"/designation/applications/{case.pk}/parts/{section}/"


def test_400_words_are_kept_but_not_called_complete(case, client):
    response = client.post(part(case, "role"), {"text": TOO_LONG})
    case.refresh_from_db()
    assert (response.status_code, case.sections) == (200, {"role": "started"})
    assert b"Cut 100 words" in response.content
    assert case.statements.get(question="role").text.split() == TOO_LONG.split()
    assert TOO_LONG.strip() in client.get(part(case, "role")).content.decode()


def test_autosave_keeps_what_is_typed_and_answers_nothing(case, client):
    response = client.post(part(case, "impact"), {"text": TOO_LONG}, headers={"X-Autosave": "1"})
    case.refresh_from_db()
    assert (response.status_code, response.content, case.sections) == (204, b"", {"impact": "started"})
    assert case.statements.get(question="impact").text.split() == TOO_LONG.split()


def test_coming_back_later_keeps_a_half_filled_part(case, client):
    typed = {"first_name": "Sam", "post_title": "Head of maths", "later": "1"}
    response = client.post(part(case, "about"), typed)
    case.refresh_from_db()
    assert response["Location"] == f"/designation/applications/{case.pk}/tasks/"
    assert (case.post_title, case.sections["about"]) == ("Head of maths", "started")


def test_a_complete_part_leads_to_the_next_one(case, client, cast):
    response = client.post(part(case, "about"), stage.about(cast.oakfield))
    case.refresh_from_db()
    assert response["Location"] == part(case, "roles")
    assert (case.sections["about"], case.school, str(case.applicant)) == (
        "completed",
        cast.oakfield,
        "Samuel Okoro",
    )


def test_a_role_for_other_posts_is_refused_in_words(case, client):
    case.role_type.eligible_roles = ["headteacher"]
    case.role_type.save()
    response = client.post(part(case, "about"), {"post_role": "middle_leader"})
    assert b"one of these posts: Headteacher" in response.content


def test_two_years_are_counted_from_the_roles(case, client):
    case.roles_held.all().delete()
    response = client.post(part(case, "roles"))
    assert b"Add at least one leadership role" in response.content
    add = f"/designation/applications/{case.pk}/roles/add/"
    last_year = date.today().year - 1  # noqa: DTZ011 - any day of last year will do
    role = {"title": "Phase leader", "school_name": "Oakfield"}
    days = {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": str(last_year)}
    ends = {"ends_on_day": "31", "ends_on_month": "10", "ends_on_year": str(last_year)}
    for _ in range(2):  # held twice at once, counted once
        assert client.post(add, role | days | ends | {"one_time_key": uuid4()}).status_code == 302
    response = client.post(part(case, "roles"))
    assert b"10 months of leadership; this role asks for 24" in response.content
    client.post(add, role | days | {"starts_on_year": str(last_year - 3), "one_time_key": uuid4()})
    assert client.post(part(case, "roles")).status_code == 302
    case.refresh_from_db()
    assert case.sections["roles"] == "completed"


def test_a_role_may_be_taken_out(case, client):
    role = case.roles_held.get()
    response = client.post(f"/designation/applications/{case.pk}/roles/{role.pk}/remove/")
    assert response["Location"] == part(case, "roles")
    assert case.roles_held.count() == 0


def test_the_main_area_is_one_of_those_ticked(case, client):
    maths, science = factories.AreaFactory(name="Maths"), factories.AreaFactory(name="Science")
    typed = {"areas": [maths.pk], "main": science.pk, "phases": ["primary"]}
    assert b"must be one of the areas you have ticked" in client.post(part(case, "areas"), typed).content
    client.post(part(case, "areas"), typed | {"areas": [maths.pk, science.pk]})
    case.refresh_from_db()
    assert {(one.area.name, one.is_main) for one in case.chosen_areas.all()} == {
        ("Maths", False),
        ("Science", True),
    }
    assert (case.phases, case.sections["areas"]) == (["primary"], "completed")


def test_capacity_is_kept_in_half_days(case, client):
    typed = {
        "half_days_a_term": "2.5",
        "days_of_week": ["0", "4"],
        "travel_miles": "30",
        "online_ok": "no",
        "languages": ["en", "cy"],
    }
    assert client.post(part(case, "capacity"), typed).status_code == 302
    case.refresh_from_db()
    kept = (case.half_days_a_term, case.days_of_week, case.travel_miles, case.online_ok, case.languages)
    assert kept == (5, [0, 4], 30, False, ["en", "cy"])


@pytest.mark.parametrize(
    "email", ["sam@oakfield.example", "SAM@Oakfield.example", "sam+head@oakfield.example"]
)
def test_the_own_address_is_never_the_heads(case, client, cast, email):
    Post.objects.filter(person=cast.hannah).delete()
    response = client.post(part(case, "referees"), {"head_name": "The Head", "head_email": email})
    assert b"This is your own address" in response.content
    case.refresh_from_db()
    assert case.sections["referees"] == "started"
    client.post(f"/designation/applications/{case.pk}/ask/")
    assert Reference.objects.count() == 0


def test_a_head_we_know_is_shown_and_not_asked_for(case, client):
    page = client.get(part(case, "referees")).content.decode()
    assert "Hannah Price, whom we know at Oakfield Primary School" in page
    assert "head_email" not in page


@pytest.mark.parametrize(
    ("email", "differs"), [("new.head@oakfield.example", False), ("new.head@mail.example", True)]
)
def test_a_head_we_did_not_know_gets_an_unconfirmed_post(case, client, cast, email, differs):
    Post.objects.filter(person=cast.hannah).delete()
    client.post(part(case, "referees"), {"head_name": "Nia Head", "head_email": email})
    client.post(f"/designation/applications/{case.pk}/ask/")
    post = Post.objects.get(person__email=email)
    assert (post.school, post.role, post.confirmed_at, post.named_by) == (
        cast.oakfield,
        "headteacher",
        None,
        cast.sam,
    )
    assert (post.domain_differs, case.references.get().domain_differs) == (differs, differs)


def test_both_referees_are_two_people(case, client):
    typed = {"second_name": "Hannah", "second_email": "hannah@oakfield.example", "second_knows": "Well"}
    assert b"gives your first reference already" in client.post(part(case, "referees"), typed).content


def test_every_declaration_must_be_made(case, client):
    response = client.post(part(case, "declarations"), {"true": "on"})
    case.refresh_from_db()
    assert (response.status_code, case.declarations) == (200, ["true"])
    client.post(part(case, "declarations"), dict.fromkeys(Application.Declaration.values, "on"))
    case.refresh_from_db()
    assert case.sections["declarations"] == "completed"


def test_a_language_switch_keeps_what_is_typed(case, client):
    response = client.post(part(case, "role"), {"text": "Half a thought", "switch_language": "cy"})
    assert b"Half a thought" in response.content
    assert case.statements.get(question="role").text != "Half a thought"


def test_nobody_else_opens_the_parts(case, client, cast):
    for person in (cast.olga, cast.mina, cast.hannah):
        client.force_login(person)
        assert client.get(part(case, "about")).status_code == 404
        assert client.post(part(case, "role"), {"text": "Mine now"}).status_code == 404


def test_what_was_sent_in_cannot_be_changed(case, client, cast):
    sent = stage.application(cast)
    before = sent.statements.get(question="role").text
    assert client.post(part(sent, "role"), {"text": "Changed"}).status_code == 302
    assert sent.statements.get(question="role").text == before


def test_the_task_list_says_what_is_left(case, client):
    page = client.get(f"/designation/applications/{case.pk}/tasks/").content.decode()
    assert ("You have completed 0 of 11 parts" in page, "Cannot start yet" in page) == (True, True)
    Application.objects.filter(pk=case.pk).update(
        sections=dict.fromkeys(Application.Section.values, "completed")
    )
    page = client.get(f"/designation/applications/{case.pk}/tasks/").content.decode()
    assert ("Cannot start yet" in page, case.page("submit") in page) == (False, True)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("trn", "12345", "A teacher reference number has seven digits"),
        ("personal_email", "sam@", "Enter an e-mail address in the form"),
        ("fte_percent", "120", "Enter a number from 1 to 100"),
        ("fte_percent", "", "Enter how many per cent of full time you work"),
        ("appointed_on_year", "2999", "Enter a date that is"),
        ("appointed_on_day", "", "The date must include a day"),
        ("language", "", "Choose the language we write to you in"),
    ],
)
def test_what_is_asked_about_oneself_is_checked_in_words(case, client, cast, field, typed, said):
    response = client.post(part(case, "about"), stage.about(cast.oakfield) | {field: typed})
    case.refresh_from_db()
    assert (said in response.content.decode(), case.sections) == (True, {"about": "started"})


def test_everything_about_oneself_is_kept_and_shown(case, client, cast):
    more = {
        "title": "Dr",
        "previous_name": "Sam Jones",
        "personal_email": "sam@home.example",
        "trn": "0123456",
    }
    client.post(
        part(case, "about"), stage.about(cast.oakfield) | more | {"fte_percent": "60", "language": "cy"}
    )
    case.refresh_from_db()
    cast.sam.refresh_from_db()
    assert {name: getattr(case, name) for name in more} == more
    kept = (case.fte_percent, case.appointed_on, cast.sam.language)
    assert kept == (60, date(2020, 9, 1), "cy")
    facts = {fact["term"]: fact["value"] for one in parts_of(case) for fact in one.facts}
    shown = ("Name", "Previous name", "Personal e-mail address", "Appointed", "Per cent of full time")
    assert [facts[term] for term in shown] == [
        "Dr Samuel Okoro",
        "Sam Jones",
        "sam@home.example",
        "1 September 2020",
        "60%",
    ]
    assert (facts["Phase of the school"], facts["Language we write in"]) == ("Primary", "Welsh")


def test_the_work_address_and_what_the_register_says_are_shown(case, client):
    page = client.get(part(case, "about")).content.decode()
    said = (
        "sam@oakfield.example",
        "The register says of Oakfield Primary School: Primary, Northdale.",
        "Your line manager, as we know it, is Hannah Price.",
    )
    assert [words for words in said if words not in page] == []


def test_the_day_of_the_training_is_declared(case, client):
    case.round.training_on = date(2027, 1, 12)
    case.round.save()
    page = client.get(part(case, "declarations")).content.decode()
    assert "the core training on Tuesday 12 January 2027" in page


def test_a_second_referee_is_invited_and_named_whole_or_not_at_all(case, client):
    assert client.get(part(case, "referees")).content.decode().count("We invite you to name a second") == 1
    said = client.post(part(case, "referees"), {"second_name": "Ana Lopez"}).content.decode()
    problems = (
        "Enter the address",
        "Enter the post",
        "Enter the school",
        "Say how the second referee knows you",
    )
    assert [words for words in problems if words not in said] == []
    whole = {
        "second_name": "Ana Lopez",
        "second_email": "ana@elsewhere.example",
        "second_post": "Deputy head",
        "second_school": "Ash School",
        "second_knows": "We coached together.",
    }
    assert client.post(part(case, "referees"), whole).status_code == 302
    case.refresh_from_db()
    assert {name: getattr(case, name) for name in whole} == whole


def test_a_half_typed_name_stays_off_the_account(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    address = f"/designation/applications/{case.pk}/parts/about/"
    names = []
    for typed, kind in [("Sa", {"X-Autosave": "1"}), ("Samuel", {})]:
        client.post(address, stage.about(cast.oakfield) | {"first_name": typed}, headers=kind)
        cast.sam.refresh_from_db()
        names.append(cast.sam.first_name)
    assert names == ["Sam", "Samuel"]
