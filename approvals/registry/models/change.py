from __future__ import annotations

from django.db import models

from district_portal.freezing import Frozen, frozen


class Change(Frozen):
    """That what an account was approved for was changed, and the request by which it was."""

    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="approved_changes"
    )
    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="account_change"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["account", "changed_at", "pk"]
        triggers = frozen(disposable=True)
