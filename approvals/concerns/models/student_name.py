from __future__ import annotations

from django.db import models

from approvals.concerns.models.concern import Concern


class StudentName(models.Model):
    """The name of a student, where the reporter gave one: sealed, and kept until a day of its own.

    It is removed after the local day `keep_until`; only those who deal with the concern may look.
    """

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="student")
    name = models.BinaryField()
    keep_until = models.DateField()

    def __str__(self) -> str:
        return str(self.concern)
