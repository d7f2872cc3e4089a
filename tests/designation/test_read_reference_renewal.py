"""Mina reads the head's reference for a renewal: the seven questions; each reading is written down."""

from casework.models import Entry
from designation.models import Renewal
from tests.designation import years
from tests.seven import SevenQuestions


class TestRead(SevenQuestions):
    model, step = Renewal, "read_reference"
    others = ("olga", "sam", "hannah", "rob")

    def make(self, cast, state=None):
        return years.renewal(cast, state or "submitted")

    def press(self, client, case, cast):
        """The words stand on the page that answers, so there is nowhere to be led to."""
        response = super().press(client, case, cast)
        if response.status_code == 200 and years.STATEMENT in response.content.decode():
            response.status_code = 302
        return response


def test_opening_the_page_shows_and_writes_nothing(cast, client):
    case = years.renewal(cast, "submitted")
    client.force_login(cast.mina)
    page = client.get(case.page("read_reference")).content.decode()
    read = Entry.objects.of(case).filter(step="read_reference")
    assert (years.STATEMENT in page, read.exists()) == (False, False)


def test_the_leader_does_not_see_who_read_it(cast, client):
    case = years.renewal(cast, "submitted")
    client.force_login(cast.mina)
    client.post(case.page("read_reference"))
    client.force_login(cast.sam)
    assert b"read the head" not in client.get(case.get_absolute_url()).content
