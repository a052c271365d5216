from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class SixDigits(Func):
    """A number with zeros before it, or all its digits when there are more than six."""

    template = "lpad((%(expressions)s)::text, greatest(6, length((%(expressions)s)::text)), '0')"
    arity = 1
    output_field = models.CharField()


class Signature(Frozen):
    """One person's signature under one version, with all that proves it.

    `opened_at` is when the text was first on the person's screen, `signed_in_at` when they last
    gave their password. One made on paper has none of that: it says who recorded it, the day that
    stands on the sheet, the sheet and its scan; `signed_at` is when it was recorded, `typed_name`
    the name that was printed. The receipt number is made by the database. Sources: Wis. Stat.
    137.11(8) and 137.20 (attached to the record, made with intent, kept and reproducible);
    ESIGN, 15 U.S.C. 7001.
    """

    class Method(models.TextChoices):
        BROWSER = "browser", _("Signed in the portal")
        PAPER = "paper", _("Signed on paper")

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="signatures"
    )
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="signatures"
    )
    school_year = models.CharField(max_length=12)
    receipt = models.GeneratedField(
        verbose_name=_("receipt number"),
        expression=Concat(Value("S-"), Left("school_year", 4), Value("-"), SixDigits(F("id"))),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        unique=True,
    )
    signed_at = models.DateTimeField()
    version_sha256 = models.CharField(max_length=64)
    statement = models.TextField()
    typed_name = models.CharField(max_length=160)
    name_matches = models.BooleanField()
    method = models.CharField(max_length=10, choices=Method, default=Method.BROWSER)
    opened_at = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    signed_on = models.DateField(null=True)
    sheet = models.OneToOneField(
        "acknowledgments.Sheet", on_delete=models.PROTECT, null=True, related_name="signature"
    )
    scan = models.ForeignKey(
        "acknowledgments.Scan", on_delete=models.PROTECT, null=True, related_name="signatures"
    )

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "school_year"], name="one_signature_a_school_year"
            ),
            models.CheckConstraint(
                condition=~Q(typed_name="") & ~Q(statement=""), name="signed_with_a_name"
            ),
            models.CheckConstraint(
                condition=Q(method="paper", signed_on__isnull=False, sheet__isnull=False)
                & Q(scan__isnull=False, recorded_by__isnull=False)
                & ~Q(recorded_by=F("person"))
                | Q(method="browser", signed_on=None, sheet=None, scan=None, recorded_by=None),
                name="on_paper_recorded_by_another",
            ),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"

    @property
    def is_on_paper(self) -> bool:
        """Whether somebody else recorded it from a sheet of paper."""
        return self.method == self.Method.PAPER
