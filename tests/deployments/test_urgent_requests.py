"""What cannot wait comes first, and says so wherever a manager looks for a leader."""

from datetime import timedelta

from django.utils import timezone, translation

from casework.models import Letter
from deployments import letters
from deployments.queries import awaiting
from deployments.queries.assigning import open_requests
from tests.deployments import stage

BOARD, ASSIGN = "/deployments/requests/", "/deployments/requests/assign/"
AT_ONCE = "At once: pupils are losing out now"


def waiting(cast, days: int, urgency: str):
    at = timezone.now() - timedelta(days=days)
    return stage.request(cast, urgency=urgency, state_at=at, created_at=at)


def three(cast) -> list:
    """Return a request that has waited long, a younger one wanted soon, and the youngest of all wanted at once."""
    return [waiting(cast, 9, "planned"), waiting(cast, 5, "soon"), waiting(cast, 0, "urgent")]


def test_the_board_has_the_urgent_first_and_says_so(cast, client):
    planned, soon, urgent = three(cast)
    client.force_login(cast.mina)
    rows = client.get(BOARD).context["rows"]
    assert [row["head"]["text"].split(" · ")[1] for row in rows] == [
        one.reference for one in (urgent, soon, planned)
    ]
    said = [next(cell for cell in row["cells"] if cell["label"] == "How urgent") for row in rows]
    assert [cell.get("tag") or cell["text"] for cell in said] == [
        AT_ONCE,
        "Within four weeks",
        "It can wait until the dates given",
    ]


def test_who_waits_longest_still_comes_first_among_equals(cast, client):
    young, old = waiting(cast, 1, "urgent"), waiting(cast, 6, "urgent")
    client.force_login(cast.mina)
    rows = client.get(BOARD).context["rows"]
    assert [row["head"]["text"].split(" · ")[1] for row in rows] == [old.reference, young.reference]


def test_the_task_says_so_and_comes_before_those_that_can_wait(cast):
    three(cast)
    tasks = awaiting(cast.mina, stage.today())
    assert [(task.title, task.hint) for task in tasks] == [
        (
            "At once: find a leader for Brookside Primary School",
            "Pupils are losing out now. The request is open: nobody has been proposed.",
        ),
        (
            "Find a leader for Brookside Primary School",
            "Wanted within four weeks. The request is open: nobody has been proposed.",
        ),
        ("Find a leader for Brookside Primary School", "The request is open: nobody has been proposed."),
    ]


def test_thirty_that_can_wait_do_not_keep_an_urgent_one_from_the_list(cast):
    for _one in range(31):
        waiting(cast, 9, "planned")
    urgent = waiting(cast, 0, "urgent")
    assert awaiting(cast.mina, stage.today())[0].url == urgent.page("propose")
    assert open_requests(cast.mina)[0] == urgent


def test_the_letter_to_the_managers_begins_with_it(cast):
    for urgency in ("urgent", "soon", "planned"):
        letters.request_opened(waiting(cast, 0, urgency))
    first, second, third = Letter.objects.filter(to=cast.mina).order_by("pk")
    assert first.subject == "At once: find a leader for Brookside Primary School"
    assert AT_ONCE in first.body
    assert (second.subject, third.subject) == ("Find a leader for Brookside Primary School",) * 2
    assert "Within four weeks" in second.body
    assert AT_ONCE not in second.body + third.body


def test_the_letter_says_it_in_welsh_too(cast):
    cast.mina.language = "cy"
    cast.mina.save()
    letters.request_opened(waiting(cast, 0, "urgent"))
    with translation.override("cy"):
        assert Letter.objects.get(to=cast.mina).subject.startswith("Ar unwaith: ")


def test_shortlist_and_proposal_say_how_urgent_it_is_and_what_the_school_wishes(cast, client):
    leader = stage.sam_leads(cast)
    request = stage.request(
        cast,
        urgency="urgent",
        pattern="Not on Mondays",
        preferred_note="Jo Hale",
        avoided_note="Not Sam Okoro",
    )
    client.force_login(cast.mina)
    for url in (request.page("propose"), f"{request.page('propose')}{leader.pk}/"):
        page = client.get(url).content.decode()
        for words in (AT_ONCE, "Not on Mondays", "Jo Hale", "Not Sam Okoro"):
            assert words in page, (url, words)


def test_the_assignment_lists_the_urgent_first_and_says_so(cast, client):
    planned, soon, urgent = three(cast)
    client.force_login(cast.mina)
    requests = client.get(ASSIGN).context["requests"]
    assert [one["pk"] for one in requests] == [urgent.pk, soon.pk, planned.pk]
    assert [AT_ONCE in one["hint"] for one in requests] == [True, False, False]


MAY_MEAN = "may mean this leader"


def test_a_note_that_names_a_leader_is_pointed_at_wherever_the_leader_is_chosen(cast, client):
    leader = stage.sam_leads(cast)
    request = stage.request(cast, avoided_note="Not OKORO, please.")
    client.force_login(cast.mina)
    propose = request.page("propose")
    for url in (propose, f"{propose}{leader.pk}/", f"{propose}?q=Okoro"):
        assert MAY_MEAN in client.get(url).content.decode(), url
    other = stage.request(cast, avoided_note="Nobody from Oakwood")
    assert MAY_MEAN not in client.get(other.page("propose")).content.decode()
