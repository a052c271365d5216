from __future__ import annotations

from django.db import models

from approvals.concerns.models.concern import Concern
from district_portal.freezing import kept

_SENT = "EXISTS (SELECT FROM concerns_concern WHERE id = OLD.concern_id AND state <> 'draft')"


class ConcernKey(models.Model):
    """The key of one concern's words and files, wrapped by a key of the environment.

    Without it nobody can read the concern again: it leaves with a draft alone. `wrapped_by` is the
    id of that key. Rotation writes this table alone: nothing that is sealed
    changes by it.
    """

    concern = models.OneToOneField(Concern, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=16, db_index=True)
    wrapped_at = models.DateTimeField()

    class Meta:
        triggers = [kept(unless=f"NOT ({_SENT})")]

    def __str__(self) -> str:
        return str(self.concern)
