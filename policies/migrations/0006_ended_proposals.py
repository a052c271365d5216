from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("policies", "0005_references_of_a_kind"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="ended_proposal",
            field=models.JSONField(null=True),
        ),
    ]
