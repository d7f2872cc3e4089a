"""An officer sees what the authority's schools asked for and were given, and nothing that is confidential."""

import pytest

from deployments.models import Consent, SupportRequest
from tests import factories
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/deployments/schools/"
SECRETS = ["Not Mr Grey, please", "Her own workload, in confidence"]


def rows(client, address: str = URL) -> dict[str, list[str]]:
    found = client.get(address).context["rows"]
    return {row["head"]["text"].split(",")[0]: [cell["text"] for cell in row["cells"]] for row in found}


def test_paused_work_is_counted_as_under_way(cast, client):
    stage.deployment(cast, "paused")
    client.force_login(cast.mina)
    rows = client.get("/deployments/schools/").context["rows"]
    counted = [row["cells"][1]["text"] for row in rows if "Brookside" in row["head"]["text"]]
    assert counted == ["1"]


def test_an_officer_sees_numbers_of_the_authoritys_schools_alone(cast, client):
    stage.request(cast)
    stage.visit(cast, "held")
    elsewhere = factories.SchoolFactory(name="Farway School")
    stage.request(cast, school=elsewhere, made_by=cast.mina, contact=cast.mina)
    client.force_login(cast.dai)
    found = rows(client)
    assert set(found) == {"Oakfield Primary School", "Brookside Primary School"}
    assert [found["Brookside Primary School"][at] for at in (0, 1, 3)] == ["1", "1", "½ day"]
    assert found["Oakfield Primary School"] == ["0", "0", "Never", "0 days"]
    figures = client.get(URL).context["figures"]
    assert [figure["value"] for figure in figures] == [2, 1, 0]
    client.force_login(cast.mina)
    assert "Farway School" in rows(client)


@pytest.mark.parametrize(
    ("reached", "shown"),
    [
        ("never_asked", ["Oakfield Primary School", "Quiet School"]),
        ("never_supported", ["Asking School"]),
        ("supported", ["Brookside Primary School"]),
        ("waiting", ["Asking School"]),
    ],
)
def test_who_was_never_asked_or_supported_is_found(cast, client, reached, shown):
    factories.SchoolFactory(name="Quiet School", local_authority=cast.northdale)
    asking = factories.SchoolFactory(name="Asking School", local_authority=cast.northdale)
    stage.request(cast, school=asking)
    stage.deployment(cast, "agreed")
    client.force_login(cast.dai)
    assert sorted(rows(client, f"{URL}?reached={reached}")) == shown


def test_the_numbers_lead_to_the_schools_requests_and_deployments(cast, client):
    stage.request(cast)
    stage.deployment(cast, "agreed")
    client.force_login(cast.dai)
    row = next(one for one in client.get(URL).context["rows"] if one["head"]["text"].startswith("Brookside"))
    for cell in row["cells"][:2]:
        assert len(client.get(cell["url"]).context["rows"]) >= 1
    assert [cell.get("url", "") for cell in row["cells"][2:]] == ["", ""]


def test_nothing_confidential_is_read_by_an_officer(cast, client):
    case = stage.deployment(cast, "refused")
    SupportRequest.objects.filter(pk=case.request_id).update(avoided_note=SECRETS[0])
    Consent.objects.filter(deployment=case, party="leader").update(
        decision="refused", by=cast.sam, at=case.state_at, reason=SECRETS[1]
    )
    client.force_login(cast.dai)
    for address in (
        URL, "/deployments/requests/", "/deployments/", case.get_absolute_url(), case.request.get_absolute_url(),
    ):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200, address
        assert [secret for secret in SECRETS if secret in page.content.decode()] == [], address
    client.force_login(cast.mina)
    assert SECRETS[0] in client.get(case.request.get_absolute_url()).content.decode()


def test_an_officers_choice_of_authorities_is_their_own(cast, client):
    other = factories.LocalAuthorityFactory()
    factories.SchoolFactory(name="Farway School", local_authority=other)
    client.force_login(cast.dai)
    form = client.get(URL).context["filters"].form
    assert list(form.fields["local_authority"].queryset) == [cast.northdale]
    assert "Farway School" not in rows(client, f"{URL}?local_authority={other.pk}")


@pytest.mark.parametrize("name", ["hannah", "rob", "sam", "fay", "olga"])
def test_who_looks_after_no_authority_finds_nothing(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(URL).status_code == 403


def test_it_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.dai)
    one = queries(client, URL)
    for number in range(30):
        school = factories.SchoolFactory(local_authority=cast.northdale)
        stage.request(cast, school=school)
        stage.deployment(cast, "agreed", half_days=1, school=school) if number % 2 else None
    assert queries(client, URL) == one <= MOST
