from django.db import models
from django.utils.translation import gettext_lazy as _


class Closure(models.Model):
    """Days on which the district has no school, besides weekends and national holidays."""

    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="closure_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name
