from django.db import models
from django.db.models import Q


class Reminded(models.Model):
    """How far the ladder of one assignment has been climbed.

    `person_on` is the day of the last digest that named it to its person, `supervisor_on` and
    `hr_on` those of the last mails to the supervisor and to human resources. Steps up to that day
    are behind it; a step that was missed, on a day without school or while the portal stood still,
    is caught up. Assignments are never deleted, so the database need not look each one up when a
    whole district is reminded.
    """

    assignment = models.OneToOneField(
        "acknowledgments.Assignment",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="reminded",
        db_constraint=False,
    )
    person_on = models.DateField(null=True)
    supervisor_on = models.DateField(null=True)
    hr_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person_on__isnull=False)
                | Q(supervisor_on__isnull=False)
                | Q(hr_on__isnull=False),
                name="reminded_somebody",
            )
        ]
