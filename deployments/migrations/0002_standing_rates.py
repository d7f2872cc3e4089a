"""Load the day rates every installation starts with."""

from django.db import migrations

from deployments.actions import standing


def load(apps, schema_editor):
    standing.load_standing_data(apps)


class Migration(migrations.Migration):
    dependencies = [("deployments", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
