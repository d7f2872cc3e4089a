"""Serve the portal for trying it out or working on it: data made ready, night work ticking in the same process."""

import os
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from leadership_portal.ticker import Ticker


class Command(RunServer):
    """The development server plus the ticker; with the reloader only the serving process ticks."""

    help = "Migrates, lays out the demo data (DEMO=1), then serves on PORT with the night work in-process."
    default_port = str(settings.PORT)

    def add_arguments(self, parser: CommandParser) -> None:
        """Leave static files to WhiteNoise, as in production."""
        super().add_arguments(parser)
        parser.set_defaults(use_static_handler=False)

    def run(self, **options: Any) -> None:
        """Make the data ready once, before the reloader starts its second process."""
        if os.environ.get("RUN_MAIN") != "true":
            self.make_data_ready()
        super().run(**options)

    def make_data_ready(self) -> None:
        """Migrate when something is unapplied; the demo command itself knows whether it has anything to do."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if settings.DEMO:
            call_command("demo")

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve; this runs in one process only, so there is one ticker."""
        Ticker().start()
        super().inner_run(*args, **options)

    def on_bind(self, server_port: int) -> None:
        """Say where the portal is, and how to leave."""
        self.stdout.write(
            f"The portal is at {settings.SITE_URL}/ (port {server_port}; stop it with Control-C)"
        )
