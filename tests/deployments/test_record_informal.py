"""A head or a manager records in a minute what two heads agreed between themselves; it counts and costs nothing."""

import csv
import io

import pytest

from casework.models import Entry, Letter
from deployments.models import InformalSupport
from directory.models import Person
from tests import factories
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries
from tests.journeys.steps import typed

URL = "/deployments/informal/"


def filled(cast, **fields) -> dict:
    return typed(
        {
            "home_school": cast.oakfield.pk,
            "school": cast.brookside.pk,
            "who": "Sam Okoro",
            "focus": "How to lead a phonics meeting",
            "half_days": "1½",
            "starts_on": stage.today(),
            "ends_on": stage.today(),
            "one_time_key": "11111111-1111-4111-8111-111111111111",
        }
        | fields
    )


def record(client, cast, by: Person, **fields):
    client.force_login(by)
    return client.post(f"{URL}new/", filled(cast, **fields))


@pytest.mark.parametrize(
    ("name", "told"), [("hannah", ["rob"]), ("rob", ["hannah"]), ("mina", ["hannah", "rob"])]
)
def test_it_is_recorded_once_and_the_other_head_is_told(cast, client, name, told):
    by = getattr(cast, name)
    for _twice in range(2):
        answer = record(client, cast, by)
        assert answer.status_code == 302, answer.context["form"].errors
    made = InformalSupport.objects.get()
    assert (made.state, made.home_school, made.school, made.half_days, made.recorded_by) == (
        "recorded",
        cast.oakfield,
        cast.brookside,
        3,
        by,
    )
    assert answer["Location"] == made.get_absolute_url()
    letters = Letter.objects.filter(name="deployments/informal_recorded")
    assert sorted(letter.to.first_name.lower() for letter in letters) == told
    assert Entry.objects.of(made).get().step == "begin"


def problems(answer) -> str:
    return answer.context["form"].errors.as_text()


def test_one_of_the_two_schools_must_be_the_heads_own(cast, client):
    other, another = factories.SchoolFactory(), factories.SchoolFactory()
    answer = record(client, cast, cast.hannah, home_school=other.pk, school=another.pk)
    assert "One of the two schools must be one you head" in problems(answer)
    answer = record(client, cast, cast.mina, home_school=other.pk, school=another.pk)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"school": "same"}, "Choose another school than the one that helped"),
        ({"ends_on": stage.today() - stage.timedelta(days=1)}, "The last day must not lie before the first"),
        ({"half_days": "0"}, "half_days"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(cast, client, fields, said):
    wanted = {key: cast.oakfield.pk if value == "same" else value for key, value in fields.items()}
    assert said in problems(record(client, cast, cast.hannah, **wanted))
    assert InformalSupport.objects.count() == Letter.objects.count() == 0


@pytest.mark.parametrize("name", ["sam", "olga", "fay", "dai", "gwen"])
def test_others_record_nothing(cast, client, name):
    assert record(client, cast, getattr(cast, name)).status_code == 403
    assert InformalSupport.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "status"),
    [("hannah", 200), ("rob", 200), ("mina", 200), ("dai", 200), ("sam", 404), ("olga", 404), ("fay", 404)],
)
def test_who_reads_it(cast, client, name, status):
    case = stage.informal(cast)
    client.force_login(getattr(cast, name))
    assert client.get(case.get_absolute_url()).status_code == status
    assert client.get(URL).status_code == (200 if status == 200 else 403)


def test_it_counts_in_the_picture_while_nobody_objects(cast, client):
    stage.informal(cast, half_days=3)
    stage.informal(cast, "objected", half_days=30)
    client.force_login(cast.mina)
    sections = client.get("/deployments/reports/").context["sections"]
    row = next(one for one in sections if one.title == "Days by cluster").rows[0]
    assert [row["head"]["text"], *(cell["text"] for cell in row["cells"])] == [
        "Valley cluster",
        "0 days",
        "0 days",
        "1½ days",
    ]


def test_the_file_holds_what_is_filtered_and_no_formula(cast, client):
    stage.informal(cast, focus="=1+1")
    stage.informal(cast, "objected")
    client.force_login(cast.hannah)
    text = body_of(client.get(f"{URL}export.csv?state=recorded")).decode("utf-8-sig")
    assert [(line["About"], line["Days"]) for line in csv.DictReader(io.StringIO(text))] == [("'=1+1", "1.0")]


def test_it_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.hannah)
    case = stage.informal(cast)
    one = queries(client, URL)
    assert queries(client, case.get_absolute_url()) <= MOST
    for _number in range(30):
        stage.informal(cast)
    assert queries(client, URL) == one <= MOST
