from __future__ import annotations

from django.db import models

from district_portal.freezing import Frozen, frozen


class Remark(Frozen):
    """A question about an open request, or its answer: what one of those it concerns wrote."""

    request = models.ForeignKey("approvals.Request", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["request_id", "pk"]
        triggers = frozen(disposable=True)
