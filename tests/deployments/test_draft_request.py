"""A request is written topic by topic: kept as it is typed, read by nobody else, checked, sent or thrown away."""

from uuid import uuid4

import pytest
from django.urls import reverse

from deployments.models import RequestDraft, SupportRequest
from tests.deployments import stage
from tests.deployments.test_make_request import URL, begin, of_part, send, typed


def door(draft: RequestDraft, name: str, *more: str) -> str:
    return reverse(f"deployments:request-{name}", args=[draft.pk, *more])


@pytest.fixture
def rob(cast, client):
    client.force_login(cast.rob)
    return client


def begun(client, **more) -> RequestDraft:
    """Return a draft of which the first part is typed."""
    first = {"one_time_key": str(uuid4())} | of_part("school", typed(**more))
    assert client.post(URL, first).status_code == 302
    return RequestDraft.objects.latest("begun_at")


def test_opening_the_form_keeps_nothing(rob):
    rob.get(URL)
    assert RequestDraft.objects.count() == 0


def test_each_part_leads_to_the_next_and_the_list_says_what_is_done(rob):
    draft = begun(rob)
    tasks = rob.get(door(draft, "tasks")).context
    assert [line["status"] for line in tasks["parts"]] == ["Completed", *["Not started"] * 6]
    assert tasks["check"][0]["url"] is None
    answer = rob.post(door(draft, "part", "need"), of_part("need", typed()))
    assert answer["Location"] == door(draft, "part", "context")


def test_what_is_typed_is_kept_by_itself_right_or_wrong(rob):
    draft = begun(rob)
    half = {"need": "Phonics results", "kind": "", "areas": [stage.phonics().pk]}
    answer = rob.post(door(draft, "part", "need"), half, headers={"X-Autosave": "1"})
    assert (answer.status_code, RequestDraft.objects.get().parts["need"]) == (204, "started")
    form = rob.get(door(draft, "part", "need")).context["form"]
    assert (form["need"].value(), form["areas"].value(), form.errors) == (
        "Phonics results",
        [str(stage.phonics().pk)],
        {},
    )


def test_a_date_half_typed_and_an_unticked_box_come_back_as_they_were_left(rob):
    draft = begun(rob)
    page = door(draft, "part", "times")
    rob.post(page, {"later": "1", "starts_on_day": "31", "starts_on_month": "2"})
    assert 'value="31"' in rob.get(page).content.decode()
    need = door(draft, "part", "need")
    rob.post(need, {"later": "1", "areas": [stage.phonics().pk]})
    rob.post(need, {"later": "1"})
    assert not rob.get(need).context["form"]["areas"].value()


def test_it_is_found_again_where_one_begins(rob):
    draft = begun(rob)
    assert door(draft, "tasks") in rob.get(URL).content.decode()


@pytest.mark.parametrize("name", ["mina", "hannah", "dai", "olga"])
def test_nobody_else_finds_it(cast, client, name):
    client.force_login(cast.rob)
    draft = begun(client)
    client.force_login(getattr(cast, name))
    for url in (
        door(draft, "tasks"), door(draft, "part", "need"), door(draft, "check"), door(draft, "discard"),
    ):  # fmt: skip
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert RequestDraft.objects.count() == 1


def test_the_check_shows_every_answer_with_a_way_back_that_returns(rob):
    check = begin(rob, typed(purchase_order="PO 77"))["Location"]
    page = rob.get(check)
    facts = {fact["term"]: fact for part in page.context["parts"] for fact in part["facts"]}
    assert facts["Purchase order number"]["value"] == "PO 77"
    assert facts["How many days do you want?"]["value"] == "2½ days"
    assert facts["Have they agreed to it?"]["value"] == "Yes"
    assert facts["Pattern"]["value"] == "Not given"
    assert facts["Which areas of expertise do you need?"]["value"] == str(stage.phonics())
    change = facts["Pattern"]["change_url"]
    assert rob.post(change, of_part("times", typed(pattern="Mondays")))["Location"] == check


def test_nothing_is_sent_before_every_part_is_complete(rob):
    draft = begun(rob)
    assert rob.get(door(draft, "check"))["Location"] == door(draft, "tasks")
    assert rob.post(door(draft, "check"))["Location"] == door(draft, "tasks")
    assert SupportRequest.objects.count() == 0


def test_dates_that_passed_meanwhile_open_their_part_again(rob):
    check = begin(rob, typed())["Location"]
    draft = RequestDraft.objects.get()
    draft.answers |= {"starts_on_year": ["2020"]}
    draft.save()
    assert rob.post(check)["Location"] == door(draft, "tasks")
    draft.refresh_from_db()
    assert (draft.parts["times"], SupportRequest.objects.count()) == ("started", 0)


def test_once_sent_it_is_empty_and_leads_to_the_confirmation(rob):
    sent = send(rob, typed(avoided_note="Not Mr Grey"))
    request, draft = SupportRequest.objects.get(), RequestDraft.objects.get()
    page = rob.get(sent["Location"]).content.decode()
    assert request.reference in page
    assert (draft.answers, draft.request) == ({}, request)
    assert rob.get(door(draft, "part", "need"))["Location"] == sent["Location"]
    assert door(draft, "tasks") not in rob.get(URL).content.decode()


def test_the_confirmation_is_for_whoever_asked(cast, client):
    request = stage.request(cast)
    client.force_login(cast.mina)
    assert client.get(f"{request.get_absolute_url()}sent/").status_code == 404


def test_a_draft_is_thrown_away(rob):
    draft = begun(rob)
    assert rob.get(door(draft, "discard")).status_code == 200
    assert RequestDraft.objects.count() == 1
    rob.post(door(draft, "discard"))
    assert RequestDraft.objects.count() == 0
