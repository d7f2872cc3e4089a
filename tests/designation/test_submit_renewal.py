"""Sam signs and sends the renewal in: the seven questions, what must be written, and the paper that is made."""

import pytest

from casework import documents
from designation import actions
from designation.models import Renewal
from tests.designation import years
from tests.seven import SevenQuestions


class TestSubmit(SevenQuestions):
    model, step, actor = Renewal, "submit", "sam"
    others = ("olga", "hannah", "mina", "rob")
    told = {"sam": ["designation/renewal_submitted"], "mina": ["designation/renewal_received"]}
    answer = {"signed_name": "Sam Okoro"}

    def make(self, cast, state=None):
        return years.renewal(cast, state)

    def check(self, case, cast):
        ordered = sorted(case.documents.values_list("name", "language"))
        assert (case.signed_name, case.submitted_at is not None) == ("Sam Okoro", True)
        assert ordered == [("designation/renewal", "cy"), ("designation/renewal", "en")]


@pytest.mark.parametrize("missing", ["impact", "plans", "half_days_a_term", "areas"])
def test_what_is_not_written_is_asked_for(cast, client, missing):
    empty = {"half_days_a_term": None}.get(missing, "")
    case = years.renewal(cast, **({} if missing == "areas" else {missing: empty}))
    if missing == "areas":
        case.areas.clear()
    client.force_login(cast.sam)
    page = client.post(case.page("submit"), {"signed_name": "Sam Okoro"})
    case.refresh_from_db()
    assert (page.status_code, b"Write your impact, your plans" in page.content, case.state) == (
        200,
        True,
        "open",
    )


def test_the_page_shows_the_file_and_names_its_gaps(cast, client):
    case = years.renewal(cast)
    years.whole_file(case.designation)
    client.force_login(cast.sam)
    page = client.get(case.page("submit")).content.decode()
    said = ["2½ days", "1.5 hours", "4 of 4", "No Ofsted or Estyn report yet.", "No pupil outcomes yet."]
    unsaid = ["No visit to another school yet.", years.STATEMENT]
    assert ([one for one in said if one not in page], [one for one in unsaid if one in page]) == ([], [])


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_paper_has_everything_but_the_reference(cast, language):
    case = years.renewal(cast, "submitted")
    years.whole_file(case.designation)
    page = documents.html_of(case, "designation/renewal", language)
    said = [case.reference, "Sam Okoro", "Reading rose.", "cpd of mine"]
    assert ([one for one in said if one not in page], years.STATEMENT in page) == ([], False)


@pytest.mark.parametrize(("name", "code"), [("sam", 200), ("hannah", 200), ("mina", 200), ("olga", 404)])
def test_no_paper_lets_anybody_read_the_reference_without_a_trace(cast, client, name, code):
    """The words are read on the page that writes down who read them, and nowhere else: not even by managers."""
    case = years.renewal(cast)
    actions.submit_renewal(case, by=cast.sam, signed_name="Sam Okoro")
    client.force_login(getattr(cast, name))
    read = [client.get(f"/documents/{paper.pk}/") for paper in case.documents.order_by("pk")]
    assert [answer.status_code for answer in read] == [code] * 2
    assert [answer for answer in read if years.STATEMENT in answer.content.decode()] == []


def test_the_page_leads_every_reader_to_the_same_paper(cast, client):
    case = years.renewal(cast)
    actions.submit_renewal(case, by=cast.sam, signed_name="Sam Okoro")
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        papers = client.get(case.get_absolute_url()).context["papers"]
        assert papers == list(case.documents.order_by("language")), name
