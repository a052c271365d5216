"""A step may ask several approvers, of whom one suffices or all must approve.

What was decided before was decided by one, whose decision ended the step.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone

APPROVERS = [
    ("supervisor", "Supervisor"),
    ("head", "Head of the school or department"),
    ("district_administrator", "District Administrator"),
    ("technology_coordinator", "Technology Coordinator"),
]
CONDITIONS = [
    ("always", "Always"),
    ("represents_district", "Where it represents the district or a school"),
    ("with_students", "Where students are written to or shown"),
    ("under_13", "Where students under 13 are concerned"),
    ("for_students", "Where students are to follow it"),
    ("for_parents", "Where parents and guardians are to follow it"),
    ("for_staff", "Where staff are to follow it"),
    ("for_community", "Where the community is to follow it"),
]
SOMEBODY = Q(approvers__len__gt=0)


def approvers() -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(choices=APPROVERS, max_length=30), default=list, size=None
    )


ASK_THE_SAME = """
UPDATE approvals_routestep SET approvers = ARRAY[approver];
UPDATE approvals_step SET approvers = ARRAY[approver];
UPDATE approvals_seat SET approvers = step.approvers
FROM approvals_step step WHERE step.id = approvals_seat.step_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0003_looks_and_order"),
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("routestep", "approvers", approvers()),
        migrations.AddField("step", "approvers", approvers()),
        migrations.AddField("seat", "approvers", approvers()),
        migrations.RunSQL(ASK_THE_SAME),
        migrations.RemoveField("routestep", "approver"),
        migrations.RemoveField("step", "approver"),
        migrations.AddField(
            "routestep",
            "all_must",
            models.BooleanField(default=False, verbose_name="all must approve"),
        ),
        migrations.AddField(
            "step", "all_must", models.BooleanField(default=False, verbose_name="all must approve")
        ),
        migrations.AlterField(
            "step",
            "source",
            models.CharField(
                blank=True, max_length=120, verbose_name="clause or rule behind it"
            ),
        ),
        migrations.AddField("step", "escalated_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "routestep",
            "condition",
            models.CharField(choices=CONDITIONS, default="always", max_length=30),
        ),
        migrations.AddField(
            "routestep",
            "place",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.place",
            ),
        ),
        migrations.AlterModelOptions("route", {"ordering": ["kind", "-made_at", "-pk"]}),
        migrations.AddField("route", "made_at", models.DateTimeField(default=timezone.now)),
        migrations.AddField(
            "route",
            "made_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "routestep",
            models.CheckConstraint(condition=SOMEBODY, name="route_steps_ask_somebody"),
        ),
        migrations.AddConstraint(
            "step", models.CheckConstraint(condition=SOMEBODY, name="steps_ask_somebody")
        ),
        migrations.AddConstraint(
            "seat", models.CheckConstraint(condition=SOMEBODY, name="seats_are_somebody_s")
        ),
        migrations.AlterModelOptions("decision", {"ordering": ["decided_at", "pk"]}),
        migrations.AddField("decision", "ends", models.BooleanField(default=True)),
        migrations.AlterField(
            "decision",
            "step",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="approvals.step",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.UniqueConstraint(
                condition=Q(ends=True), fields=("step",), name="one_decision_ends_a_step"
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=Q(ends=True) | Q(outcome="approved"), name="a_refusal_ends_the_step"
            ),
        ),
    ]
