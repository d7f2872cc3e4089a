"""Mina asks Sam for more: the seven questions, what opens again and what stays, and what Sam does with it."""

from datetime import timedelta

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter
from designation import actions
from designation.models import Application
from directory.calendar import add_working_days
from tests import factories
from tests.designation import stage
from tests.designation.steps import OTHERS
from tests.seven import SevenQuestions

QUESTION = "How many children did this reach?"


def day(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def asked(*sections, by=None):
    """Return what Mina types."""
    return {"sections": list(sections), "question": QUESTION} | day("answer_by", by or in_a_week())


def in_a_week():
    return stage.today() + timedelta(days=7)


def part(case, section):
    return f"/designation/applications/{case.pk}/parts/{section}/"


class TestSendBack(SevenQuestions):
    model, step, actor, others = Application, "send_back", "mina", OTHERS
    unseen = ("draft",)
    told = {"sam": ["designation/application_returned"]}

    def make(self, cast, state=None):
        return stage.application(cast, state)

    def answer_for(self, case, cast):
        return asked("impact", "about")

    def check(self, case, cast):
        assert (case.asked_again, case.question, case.answer_by) == (
            ["impact", "about"],
            QUESTION,
            in_a_week(),
        )
        open_parts = {key for key, status in case.sections.items() if status == "started"}
        assert open_parts == {"impact", "about"}
        letter = Letter.objects.get(to=cast.sam)
        words = (QUESTION, "- Evidence of impact", case.page("tasks"))
        assert [word in letter.body + letter.url for word in words] == [True, True, True]


@pytest.fixture
def case(cast, client):
    """Sam's application, of which Mina asked about the evidence of impact."""
    case = stage.application(cast)
    actions.send_back(case, by=cast.mina, sections=["impact"], question=QUESTION, answer_by=in_a_week())
    Letter.objects.all().delete()
    client.force_login(cast.sam)
    return case


def test_the_letter_is_read_before_it_is_sent(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    page = client.post(case.page("send_back"), asked("impact") | {"preview": "1"}).content.decode()
    assert ("The letter as it will be sent" in page, page.count(QUESTION)) == (True, 2)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("submitted", 0)


def test_five_working_days_are_proposed_and_yesterday_is_refused(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    form = client.get(case.page("send_back")).context["form"]
    assert form.fields["answer_by"].initial == add_working_days(stage.today(), 5)
    refused = client.post(case.page("send_back"), asked(by=stage.today()))
    said = refused.content.decode()
    assert ("Choose at least one part" in said, "Enter a date that is" in said) == (True, True)


def test_equality_is_never_asked_about(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    assert client.post(case.page("send_back"), asked("equality")).status_code == 200
    case.refresh_from_db()
    assert case.state == "submitted"


def test_only_what_was_asked_about_is_open(case, client):
    tasks = client.get(case.page("tasks")).content.decode()
    open_parts = {one for one in Application.Section.values if part(case, one) in tasks}
    assert (open_parts, tasks.count("As you sent it in")) == ({"impact"}, 11)
    assert ("You have completed 0 of 1 parts" in tasks, QUESTION in tasks) == (True, True)
    before = case.statements.get(question="role").text
    for section in set(Application.Section.values) - {"impact"}:
        assert client.get(part(case, section)).status_code == 302
        assert client.post(part(case, section), {"text": "Changed"}).status_code == 302
    assert client.post(part(case, "roles").replace("parts/roles", "roles/add")).status_code == 302
    assert (case.statements.get(question="role").text, case.roles_held.count()) == (before, 1)


def test_an_action_called_for_a_closed_part_refuses(case, cast):
    with pytest.raises(StepNotOpen):
        actions.save_section(case, "role", {"text": "Changed"}, by=cast.sam, completed=True)


def test_answered_and_sent_in_again(case, client, cast):
    assert client.get(case.page("resubmit"))["Location"] == case.page("tasks")
    answered = client.post(part(case, "impact"), {"text": "Forty-two children."})
    assert answered["Location"] == case.page("tasks")
    check = client.get(case.page("resubmit")).content.decode()
    links = {one for one in Application.Section.values if f"{part(case, one)}?change=1" in check}
    assert ("Forty-two children." in check, links) == (True, {"impact"})
    client.post(case.page("resubmit"))
    case.refresh_from_db()
    state = (case.state, case.asked_again, case.question, case.answer_by)
    assert state == ("submitted", [], "", None)


def test_a_move_to_another_school_opens_the_part_about_referees(cast, client):
    case = stage.application(cast)
    stage.reference(cast, "given", application=case)
    actions.send_back(case, by=cast.mina, sections=["about"], question=QUESTION, answer_by=in_a_week())
    client.force_login(cast.sam)
    client.post(part(case, "about"), stage.about(cast.brookside))
    case.refresh_from_db()
    assert (case.asked_again, case.is_filled_in) == (["about", "referees"], False)
    client.post(part(case, "referees"), {})
    client.post(case.page("resubmit"))
    rows = case.references.order_by("pk").values_list("referee", "state")
    assert list(rows) == [(cast.hannah.pk, "replaced"), (cast.rob.pk, "requested")]


def test_posts_closed_to_the_role_since_do_not_hinder_an_answer(cast, client):
    case = stage.application(cast)
    actions.send_back(case, by=cast.mina, sections=["about"], question=QUESTION, answer_by=in_a_week())
    case.role_type.eligible_roles = ["headteacher"]
    case.role_type.save()
    client.force_login(cast.sam)
    assert client.post(part(case, "about"), stage.about(cast.oakfield)).status_code == 302
    other = stage.about(cast.oakfield, "deputy_head")
    assert "one of these posts: Headteacher" in client.post(part(case, "about"), other).content.decode()


def test_the_manager_hears_of_silence_and_sam_may_still_answer(case, client, cast):
    Application.objects.filter(pk=case.pk).update(answer_by=stage.today() - timedelta(days=1))
    client.force_login(cast.mina)
    assert "Decide on 1 application without the answers asked for" in client.get("/").content.decode()
    client.force_login(cast.sam)
    assert "Answer what we ask about your application" in client.get("/").content.decode()
    client.post(part(case, "impact"), {"text": "Forty-two children."})
    assert client.post(case.page("resubmit")).status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted"


def test_a_round_that_has_closed_does_not_stop_the_answers(case, client):
    case.round.closes_at = case.round.opens_at + timedelta(seconds=1)
    case.round.save()
    client.post(part(case, "impact"), {"text": "Forty-two children."})
    assert client.post(case.page("resubmit")).status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted"


def test_scores_sent_in_stay(cast, client):
    case = stage.application(cast)
    stage.seat(cast.rob)
    sheet = factories.ScoreFactory(application=case, assessor=cast.rob)
    actions.send_back(case, by=cast.mina, sections=["impact"], question=QUESTION, answer_by=in_a_week())
    case.sections["impact"] = "completed"
    case.save()
    actions.resubmit(case, by=cast.sam)
    assert list(case.scores.all()) == [sheet]


def test_the_panel_reads_what_is_asked_and_the_history_keeps_it(case, client, cast):
    client.force_login(cast.mina)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Nobody scores or decides it until then" in page
    entry = Entry.objects.of(case).get(step="send_back")
    assert (entry.note, entry.note_is_private) == (QUESTION, False)
