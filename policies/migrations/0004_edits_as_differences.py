"""Edits of a draft are kept as what they changed rather than as the whole text before.

The whole text with every edit would be half a megabyte each for a long manual. What is there
cannot be turned round edit by edit, so drafts that are open now can be undone from here on only.
"""

from django.conf import settings
from django.db import migrations, models


def forget(apps, schema_editor) -> None:
    apps.get_model("policies", "DraftEdit").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("policies", "0003_scheduling"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField("draftedit", "before"),
        migrations.AddField(
            "draftedit", "until", models.PositiveIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField(
            "draftedit", "patch", models.JSONField(default=dict), preserve_default=False
        ),
        migrations.AddField("draftedit", "clause", models.IntegerField(null=True)),
        migrations.AddField(
            "draftedit",
            "state",
            models.CharField(
                choices=[
                    ("done", "Done"),
                    ("undone", "Undone"),
                    ("overtaken", "Undone, and overtaken by another edit"),
                ],
                default="done",
                max_length=9,
            ),
        ),
    ]
