from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.freezing import Frozen, frozen


class SixDigits(Func):
    """A number with zeros before it, or all its digits when there are more than six."""

    template = "lpad((%(expressions)s)::text, greatest(6, length((%(expressions)s)::text)), '0')"
    arity = 1
    output_field = models.CharField()


OWN_CODE = """
    IF NOT EXISTS (
        SELECT FROM acknowledgments_slip slip
        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id
        JOIN acknowledgments_pin pin ON pin.id = NEW.pin_id AND pin.person_id = seat.person_id
        WHERE slip.id = NEW.slip_id AND seat.person_id = NEW.person_id AND slip.used_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'signed_with_their_own_code: person %', NEW.person_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

COUNTS = "NOT EXISTS (SELECT FROM acknowledgments_mistake m WHERE m.signature_id = s.id)"
"""The same as `SignatureQuerySet.counting` in SQL, of a signature `s`."""


class SignatureQuerySet(models.QuerySet["Signature"]):
    def counting(self) -> SignatureQuerySet:
        """Those that count as signatures: all but what was recorded from paper by mistake."""
        return self.filter(mistake=None)


class Signature(Frozen):
    """One person's signature under one version, with all that proves it.

    `opened_at` is when the text was first on the person's screen, `signed_in_at` when they last
    gave their password. One made on paper has none of that: it says who recorded it, the day that
    stands on the sheet, the sheet and its scan; `signed_at` is when it was recorded, `typed_name`
    the name that was printed. One made at a shared device has the slip whose code opened it and
    the PIN that was typed, at `signed_in_at`. One that was recorded by mistake has a `mistake` and
    counts no more; the one that came in its place says so by `instead_of`. The receipt number is
    made by the database. Sources: Wis. Stat.
    137.11(8) and 137.20 (attached to the record, made with intent, kept and reproducible);
    ESIGN, 15 U.S.C. 7001.
    """

    class Method(models.TextChoices):
        BROWSER = "browser", _("Signed in the portal")
        PAPER = "paper", _("Signed on paper")
        KIOSK = "kiosk", _("Signed at a shared device")

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
    sheet = models.ForeignKey(
        "acknowledgments.Sheet", on_delete=models.PROTECT, null=True, related_name="signatures"
    )
    scan = models.ForeignKey(
        "acknowledgments.Scan", on_delete=models.PROTECT, null=True, related_name="signatures"
    )
    slip = models.ForeignKey(
        "acknowledgments.Slip", on_delete=models.PROTECT, null=True, related_name="signatures"
    )
    pin = models.ForeignKey(
        "acknowledgments.Pin",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    instead_of = models.OneToOneField(
        "acknowledgments.Mistake", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["-signed_at", "-id"], name="signed_on_paper", condition=Q(method="paper")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "school_year"],
                name="one_signature_a_school_year",
                condition=Q(instead_of=None),
            ),
            models.CheckConstraint(
                condition=~Q(typed_name="") & ~Q(statement=""), name="signed_with_a_name"
            ),
            models.CheckConstraint(
                condition=Q(method="paper", signed_on__isnull=False, sheet__isnull=False)
                & Q(scan__isnull=False, recorded_by__isnull=False)
                & ~Q(recorded_by=F("person"))
                | ~Q(method="paper") & Q(signed_on=None, sheet=None, scan=None, recorded_by=None),
                name="on_paper_recorded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(method="kiosk", slip__isnull=False, pin__isnull=False)
                & Q(signed_in_at__isnull=False)
                | ~Q(method="kiosk") & Q(slip=None, pin=None),
                name="at_a_kiosk_with_code_and_pin",
            ),
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="with_their_own_code",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__method="kiosk"),
                func=OWN_CODE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"

    @property
    def is_on_paper(self) -> bool:
        """Whether somebody else recorded it from a sheet of paper."""
        return self.method == self.Method.PAPER

    @property
    def is_at_kiosk(self) -> bool:
        """Whether it was made at a shared device, with a code and a PIN."""
        return self.method == self.Method.KIOSK

    @property
    def is_mistaken(self) -> bool:
        """Whether it was recorded by mistake, and counts no more."""
        return hasattr(self, "mistake")

    @property
    def day(self) -> dt.date:
        """The local day on which it was signed: on paper, the day on the sheet."""
        return self.signed_on or today(self.signed_at)
