"""The route of a disclosed tie to students, and its promises: data that the district may change.

Entered again, nothing that stands is touched.
"""

from django.db import migrations

SOURCE = "Exceptions for family, youth groups, religious organizations and the like"
PROMISES = [
    # name, wording, what to say when it is not ticked
    ("these-students-only", "I will have such contact only with the students I said, through the "
     "channels I named.", "Confirm that you will keep to these students and channels"),
    ("parents-may-read", "I will show a parent or guardian at any time what we write, and will "
     "not delete it to hide it.", "Confirm that parents may read what you write"),
    ("apart-from-school", "I will keep this contact apart from my work: no grades, no school "
     "business, nothing I know from school.", "Confirm that you will keep it apart from your work"),
    ("stop-and-say-so", "I will stop and say so here at once when the tie ends or a parent takes "
     "consent back.", "Confirm that you will stop and say so"),
]


def enter(apps, schema_editor):
    Route = apps.get_model("approvals", "Route")
    route, made = Route.objects.get_or_create(
        kind="relationship", in_use=True, defaults={"name": "Tie to students outside school"}
    )
    if made:
        route.steps.create(order=1, approvers=["supervisor"], source=SOURCE)
    Promise = apps.get_model("approvals", "Promise")
    for order, (name, wording, confirm) in enumerate(PROMISES, start=1):
        Promise.objects.get_or_create(
            kind="relationship",
            name=name,
            defaults={"order": order, "wording": wording, "confirm": confirm},
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0009_catalogue")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
