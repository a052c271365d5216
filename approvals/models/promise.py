from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Promise(models.Model):
    """What a kind of request asks its requester to promise, and the clause that it rests on."""

    kind = models.CharField(max_length=20)
    name = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    wording = models.TextField(_("wording"))
    confirm = models.CharField(
        _("what to say when it is not ticked"),
        max_length=200,
        blank=True,
        help_text=_("As in “Confirm that you will post under your own name”."),
    )
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clause_key = models.CharField(max_length=8, blank=True)
    only_with_students = models.BooleanField(
        _("only where students are written to or shown"), default=False
    )
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="a_promise_has_its_name")
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def unticked(self) -> str:
        """What to say when it is not ticked."""
        return self.confirm or gettext("Confirm that you promise: “%(wording)s”") % {
            "wording": self.wording
        }


class Attestation(Frozen):
    """A promise as it was given: word for word, with the clause as it then stood."""

    submission = models.ForeignKey(
        "approvals.Submission", on_delete=models.PROTECT, related_name="attestations"
    )
    order = models.PositiveSmallIntegerField()
    wording = models.TextField()
    clause = models.ForeignKey(
        "policies.Clause", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["submission", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "order"], name="attestations_have_an_order"
            )
        ]
        triggers = frozen(disposable=True)
