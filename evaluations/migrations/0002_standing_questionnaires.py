"""Start every installation with the questionnaire of the deployment evaluation."""

from django.db import migrations

from evaluations.actions.standing import load_standing_data


def load(apps, schema_editor) -> None:
    load_standing_data(apps)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
