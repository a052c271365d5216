"""References keep the word for a kind that is printed before a code; codes match in any case.

Policies are found by the words of their code, title and series.
"""

import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_edits_as_differences"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="reference", name="reference_code"),
        migrations.AddField(
            model_name="reference",
            name="before",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                django.db.models.functions.text.Upper("code"), name="reference_code_any_case"
            ),
        ),
        migrations.AddIndex(
            model_name="reference",
            index=models.Index(
                condition=models.Q(("code__contains", "/")),
                fields=["code"],
                name="reference_code_of_several",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="names",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    "code", "title", "series", config="english"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
    ]
