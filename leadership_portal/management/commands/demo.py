"""Lay out an invented alliance to try the portal on: people, schools and work in every state."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casework.models import Letter
from deployments import actions as deployments
from deployments.models import Deployment
from designation import actions as designation
from designation.models import Application, Designation
from directory.models import Person, School
from evaluations import actions as evaluations
from leadership_portal.demonstration import applicants, days, leaders, panels, people, places, support, years


class Command(BaseCommand):
    help = "Lay out an invented alliance to try the portal on, once; does nothing where there are people already."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration (DEMO is not set); nothing was changed.")
        if Person.objects.exists():
            self.stdout.write("There are people here already; nothing was changed.")
            return
        with transaction.atomic():
            self._lay_out()
        kept: list[Any] = [Person, School, Application, Designation, Deployment, Letter]
        counts = ", ".join(f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in kept)
        self.stdout.write(f"An invented alliance is ready: {counts}.")

    def _lay_out(self) -> None:
        for floor in (designation, deployments, evaluations):
            floor.load_standing_data()
        schools = places.lay_out()
        everybody = people.gather(schools)
        leaders.hold_rounds(schools, everybody)
        applicants.bring_on_the_way(schools, everybody)
        panels.ClosedRound(schools, everybody).play()
        support.tell(schools, everybody)
        years.pass_by(schools, everybody)
        Person.objects.update(seen_at=days.moment(days.weekday(5), 17))
