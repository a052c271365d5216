"""The route of a request to speak for the district, and its promises: data that may be changed.

Entered again, nothing that stands is touched.
"""

from django.db import migrations

SOURCE = "Express assignment by the supervisor"
PROMISES = [
    # name, wording, what to say when it is not ticked
    ("within-scope", "I will speak only on the matters named here, and say for whom I speak.",
     "Confirm that you will speak only on the matters named"),
    ("own-opinion-apart", "I will keep my own opinion apart, and say so where it is mine.",
     "Confirm that you will keep your own opinion apart"),
    ("nothing-confidential", "I will say nothing confidential about students or colleagues.",
     "Confirm that you will say nothing confidential"),
]


def enter(apps, schema_editor):
    Route = apps.get_model("approvals", "Route")
    if not Route.objects.filter(kind="representation").exists():
        route = Route.objects.create(kind="representation", name="Speaking for the district")
        route.steps.create(order=1, approvers=["supervisor"], source=SOURCE)
    Promise = apps.get_model("approvals", "Promise")
    for order, (name, wording, confirm) in enumerate(PROMISES, start=1):
        Promise.objects.get_or_create(
            kind="representation",
            name=name,
            defaults={"order": order, "wording": wording, "confirm": confirm},
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_exemption_preset")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
