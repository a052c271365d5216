from django.db import migrations


class Migration(migrations.Migration):
    """Room in each page: a row that ends stays beside those of its place, where it was put."""

    dependencies = [("acknowledgments", "0001_squashed_0016_hardly_anybody_is_asked_twice")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE acknowledgments_assignment SET (fillfactor = 75)",
            "ALTER TABLE acknowledgments_assignment RESET (fillfactor)",
        ),
    ]
