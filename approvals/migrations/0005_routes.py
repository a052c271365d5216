"""The routes that a district starts with; it may change them. What stands is not touched."""

from django.db import migrations

ROUTES = {
    # kind: name, steps: approvers, whether all must approve, condition, the rule behind it
    "account": (
        "Account of the district or a school",
        [
            (
                ["supervisor"],
                False,
                "always",
                "Prior approval of the supervisor for school business",
            ),
            (
                ["district_administrator"],
                False,
                "represents_district",
                "Consent to an account that represents the district or a school",
            ),
        ],
    ),
}


def enter(apps, schema_editor):
    Route = apps.get_model("approvals", "Route")
    for kind, (name, steps) in ROUTES.items():
        if Route.objects.filter(kind=kind).exists():
            continue
        route = Route.objects.create(kind=kind, name=name)
        for order, (approvers, all_must, condition, source) in enumerate(steps, start=1):
            route.steps.create(
                order=order,
                approvers=approvers,
                all_must=all_must,
                condition=condition,
                source=source,
            )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_several_approvers")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
