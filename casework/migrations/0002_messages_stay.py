"""Hold in the database that a message stays as it was written, whoever asks for the change.

It may be deleted: what is erased goes as a whole. SQLite drops triggers with a table it makes anew: a migration that
alters messages must hold them again.
"""

from django.db import migrations

HOLDS = "BEFORE UPDATE OF text, audience, content_type_id, object_id, by_id, at, key ON casework_message"
SAYS = "A message is written once"
RAISES = f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END"
SQL = {
    "postgresql": [
        f"CREATE FUNCTION casework_message_stays() RETURNS trigger LANGUAGE plpgsql AS $$ {RAISES} $$",
        f"CREATE TRIGGER casework_message_stays {HOLDS} FOR EACH ROW EXECUTE FUNCTION casework_message_stays()",
    ],
    "sqlite": [f"CREATE TRIGGER casework_message_stays {HOLDS} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"],
}
UNDO = {
    "postgresql": [
        "DROP TRIGGER casework_message_stays ON casework_message",
        "DROP FUNCTION casework_message_stays()",
    ],
    "sqlite": ["DROP TRIGGER casework_message_stays"],
}


def hold(apps, schema_editor):
    for sentence in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(sentence)


def let_go(apps, schema_editor):
    for sentence in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(sentence)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(hold, let_go)]
