"""The route of an exemption and its promises: data that the district may change.

Entered again, nothing that stands is touched.
"""

from django.db import migrations

SOURCE = "Meeting on other ways, a modification or an exemption"
APPROVERS = ["district_administrator", "technology_coordinator"]
PROMISES = [
    # name, wording, what to say when it is not ticked
    ("policy-until-then", "I will keep to the policy as it stands until I have the consent.",
     "Confirm that you will keep to the policy until then"),
    ("as-described", "I will do what I described here and nothing beyond it, and will ask again "
     "before I change it.", "Confirm that you will do what you described"),
    ("end-and-clean-up", "I will stop on the last day, and remove what students entered or move "
     "it to the district’s systems.", "Confirm that you will stop on the last day"),
]


def enter(apps, schema_editor):
    Route = apps.get_model("approvals", "Route")
    route, made = Route.objects.get_or_create(
        kind="exemption", in_use=True, defaults={"name": "Exemption from a policy"}
    )
    if made:
        route.steps.create(order=1, approvers=APPROVERS, all_must=True, source=SOURCE)
    Promise = apps.get_model("approvals", "Promise")
    for order, (name, wording, confirm) in enumerate(PROMISES, start=1):
        Promise.objects.get_or_create(
            kind="exemption",
            name=name,
            defaults={"order": order, "wording": wording, "confirm": confirm},
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0006_questions_and_pace")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
