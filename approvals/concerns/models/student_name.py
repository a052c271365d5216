from __future__ import annotations

import pgtrigger
from django.db import models

from approvals.concerns.models.concern import Concern
from district_portal.freezing import kept

_OVER = "EXISTS (SELECT FROM concerns_concern WHERE id = OLD.concern_id AND state = 'closed')"


class StudentName(models.Model):
    """The name of a student, where the reporter gave one: sealed, and kept until a day of its own.

    It is removed after the local day `keep_until`; only those who deal with the concern may look.
    """

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="student")
    name = models.BinaryField()
    keep_until = models.DateField()

    class Meta:
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update), kept(unless=_OVER)]

    def __str__(self) -> str:
        return str(self.concern)
