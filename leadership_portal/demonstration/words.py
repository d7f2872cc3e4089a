"""What the parties of the demonstration's deployments say to each other, and what managers keep an eye on."""

from uuid import uuid4

from deployments import actions as deployments
from deployments.models import Audience, Deployment, SupportRequest
from directory.models import Person
from leadership_portal.demonstration.days import on


def exchange(deployment: Deployment, *, leader: Person, head: Person, manager: Person) -> None:
    """Let a leader and the school supported write to each other and to all, and the manager look after the work."""
    for ago, by, audience, text in (
        (
            20,
            leader,
            Audience.LEADER_AND_SCHOOL,
            "Could the two class teachers join us for the last half hour?",
        ),
        (19, head, Audience.LEADER_AND_SCHOOL, "Yes: both are free from half past two."),
        (18, head, Audience.ALL_PARTIES, "The governors thank everybody for the good start."),
        (15, leader, Audience.ALLIANCE, "I may need half a day more in the summer term."),
    ):
        with on(ago, 16):
            deployments.message(deployment, by=by, audience=audience, text=text, key=uuid4())
    with on(14, 10):
        deployments.assign(deployment, by=manager, manager=manager)


def worry(deployment: Deployment, *, head: Person, manager: Person) -> None:
    """Let a head raise a concern that a manager has still to read, and the manager watch the work."""
    with on(2, 9):
        deployments.raise_concern(
            deployment, by=head, text="The last visit began an hour late, and two classes waited."
        )
    with on(1, 9):
        deployments.watch(deployment, by=manager, note="Ask after the next visit whether it began in time.")


def watch_request(request: SupportRequest, *, manager: Person) -> None:
    """Let a manager watch a request for which nobody is easily found."""
    with on(1, 12):
        deployments.watch(request, by=manager, note="Only one leader near enough has days left.")
