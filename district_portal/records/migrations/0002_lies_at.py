from django.db import migrations

LIES_AT = """
CREATE FUNCTION records_lies_at(place bigint, above bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up(id) AS (
        SELECT place
        UNION
        SELECT p.parent_id FROM up JOIN accounts_place p ON p.id = up.id
    )
    SELECT EXISTS (SELECT FROM up WHERE up.id = above)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
        ("accounts", "0008_letters_with_strokes"),
    ]

    operations = [
        migrations.RunSQL(LIES_AT, "DROP FUNCTION records_lies_at(bigint, bigint)"),
    ]
