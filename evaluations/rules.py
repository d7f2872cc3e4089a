"""Who may do what with visit records and evaluations; holding a visit and evaluating are steps of deployments."""

import rules

from deployments.models import Visit
from deployments.rules.visits import is_visited
from directory.models import Person
from directory.rules import is_manager
from evaluations.models import DeploymentEvaluation, VisitRecord


@rules.predicate
def went_there(person: Person, visit: Visit) -> bool:
    """The leader of the visit, who alone can say what happened."""
    return person.pk == visit.leader_id


@rules.predicate
def may_reply_to_record(person: Person, record: VisitRecord) -> bool:
    """Who speaks for the school visited, once, to a record that was filed; nobody whose own school is paid for it."""
    return is_visited.test(person, record.visit) and record.is_sent and record.replied_at is None


@rules.predicate
def may_reply_to_evaluation(person: Person, evaluation: DeploymentEvaluation) -> bool:
    """The leader it is about, once."""
    is_leader = evaluation.deployment.designation.person_id == person.pk
    return is_leader and evaluation.is_sent and evaluation.replied_at is None


rules.add_perm("evaluations.write_record", went_there)
rules.add_perm("evaluations.reply_record", may_reply_to_record)
rules.add_perm("evaluations.reply_evaluation", may_reply_to_evaluation)
rules.add_perm("evaluations.list_evaluations", is_manager)
