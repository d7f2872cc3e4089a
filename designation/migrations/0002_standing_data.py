"""Start every installation with the role types, criteria and national areas."""

from django.db import migrations

from designation.actions.standing import load_standing_data


def load(apps, schema_editor) -> None:
    load_standing_data(apps)


class Migration(migrations.Migration):
    dependencies = [("designation", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
