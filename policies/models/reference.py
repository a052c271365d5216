from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen
from district_portal.ui.dates import date_in_words
from policies.references.codes import kind_of


class Reference(Frozen):
    """A legal or cross reference as the version prints it, or a policy that a clause names.

    `group` is the heading that it stands under ("Education Code"); `path` is the clause that it
    is printed beneath or named in, empty for the list at the end. `before` is the word for a kind
    that stands before the code ("AR", "Exhibit"), which tells a rule from the policy it carries
    out.
    """

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal reference")
        CROSS = "cross", _("Cross reference")
        CITED = "cited", _("Named in the text")

    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="references"
    )
    kind = models.CharField(max_length=5, choices=Kind)
    order = models.PositiveIntegerField()
    group = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "kind", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "order"], name="references_have_an_order"
            )
        ]
        indexes = [
            models.Index(Upper("code"), name="reference_code_any_case"),
            models.Index(
                fields=["code"],
                condition=Q(code__contains="/"),
                name="reference_code_of_several",
            ),
        ]
        triggers = frozen()

    @property
    def policy_kind(self) -> str:
        """The kind of policy that is said before the code; nothing where none is said."""
        return kind_of(self.before, self.code) if self.before else ""

    def __str__(self) -> str:
        code = f"{self.before} {self.code}" if self.before else f"#{self.code}"
        return f"{code}, {self.text}".removesuffix(", ") if self.code else self.text


class PrintedDate(Frozen):
    """A date that the version prints (adopted, revised …), as exact as it is printed."""

    class Kind(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PREVIOUSLY_ADOPTED = "previously_adopted", _("Previously adopted")
        REVISED = "revised", _("Revised")
        REVIEWED = "reviewed", _("Reviewed")
        EFFECTIVE = "effective", _("Effective")
        ISSUED = "issued", _("Issued")
        FIRST_READING = "first_reading", _("First reading")
        SECOND_READING = "second_reading", _("Second reading")

    version = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(max_length=20, choices=Kind)
    order = models.PositiveIntegerField()
    iso = models.CharField(max_length=10, blank=True)
    printed = models.CharField(max_length=60)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="dates_have_an_order")
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.printed}"

    @property
    def in_words(self) -> str:
        """What the portal says of it: an exact day in words, anything else as it is printed."""
        if len(self.iso) != len("2016-06-20"):
            return str(self)
        day = date_in_words(dt.date.fromisoformat(self.iso), style="long")
        return f"{self.get_kind_display()} {day}"
