"""Hannah gives the safeguarding assurance: the seven questions; the chair for a head, the new head after a change."""

from datetime import timedelta

from designation.models import Designation
from directory.models import Post
from tests.designation import stage
from tests.designation.steps import OfSam


class TestAssure(OfSam):
    step, actor = "assure", "hannah"
    others = ("olga", "mina", "rob", "sam")

    def answer_for(self, case, cast):
        until = stage.today() + timedelta(days=700)
        return {"seen": "on", "until_day": until.day, "until_month": until.month, "until_year": until.year}

    def check(self, case, cast):
        assert (case.assurance_by, case.assurance_until) == (cast.hannah, stage.today() + timedelta(days=700))


def test_the_chair_assures_for_a_head(cast, client):
    case = stage.designation(cast)
    Designation.objects.filter(pk=case.pk).update(person=cast.hannah)
    for name, code in [("gwen", 200), ("hannah", 403), ("rob", 404)]:
        client.force_login(getattr(cast, name))
        assert client.get(case.page("assure")).status_code == code, name


def test_the_new_head_assures_after_a_change(cast, client):
    case = stage.designation(cast)
    Post.objects.filter(person=cast.hannah).update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.hannah)
    assert client.get(case.page("assure")).status_code == 404
