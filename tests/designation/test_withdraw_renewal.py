"""Sam withdraws the renewal: the seven questions; a head who has not answered need not."""

import pytest

from casework import links
from casework.models import Letter
from designation import actions
from designation.letters.renewals import RENEWAL_DOORS
from designation.models import Renewal
from tests.designation import years
from tests.seven import SevenQuestions


class TestWithdraw(SevenQuestions):
    model, step, actor = Renewal, "withdraw", "sam"
    others = ("olga", "hannah", "mina", "rob")
    told = {"sam": ["designation/renewal_withdrawn"]}

    def make(self, cast, state=None):
        return years.renewal(cast, state or "submitted")


@pytest.mark.parametrize("referred", [True, False])
def test_only_a_head_who_has_not_answered_is_told(cast, referred):
    case = years.renewal(cast, referred=referred)
    link = links.issue(case, cast.hannah, "renewal_reference", RENEWAL_DOORS)
    actions.withdraw_renewal(case, by=cast.sam)
    link.refresh_from_db()
    assert (Letter.objects.filter(to=cast.hannah).exists(), link.closed_at is not None) == (
        not referred,
        True,
    )
