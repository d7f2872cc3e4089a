"""Finding schools fast: a trigram index on PostgreSQL; SQLite reads the whole column in a few milliseconds."""

from django.db import migrations

CREATE = "CREATE INDEX directory_school_search ON directory_school USING gin (search_text gin_trgm_ops)"
DROP = "DROP INDEX IF EXISTS directory_school_search"
OFFERED = "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"


def create(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(OFFERED)
        if cursor.fetchone() is None:
            return  # A server without the extension still finds every school, only by reading all of them.
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(CREATE)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(create, drop, elidable=False)]
