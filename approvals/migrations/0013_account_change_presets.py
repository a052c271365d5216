"""The routes for a change of an account and for its end: data that the district may change.

A change goes the way of a new account, by what is asked for. Entered again, nothing that stands
is touched.
"""

from django.db import migrations

ROUTES = {
    # kind: name, steps: approver, condition, the rule behind it
    "account_change": (
        "Change of an account",
        [
            ("supervisor", "always", "Prior approval of the supervisor for school business"),
            (
                "district_administrator",
                "represents_district",
                "Consent to an account that represents the district or a school",
            ),
        ],
    ),
    "account_closing": (
        "Closing of an account",
        [("district_administrator", "always", "Consent to an account is given and taken back")],
    ),
}


def enter(apps, schema_editor):
    Route = apps.get_model("approvals", "Route")
    for kind, (name, steps) in ROUTES.items():
        route, made = Route.objects.get_or_create(kind=kind, in_use=True, defaults={"name": name})
        for order, (approver, condition, source) in enumerate(steps if made else (), start=1):
            route.steps.create(
                order=order, approvers=[approver], condition=condition, source=source
            )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0012_one_change_at_a_time")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
