"""Signing at a shared device: the meeting, who is expected, slips with codes, PINs, presence."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen

LONGEST = dt.timedelta(hours=24)
"""For how long after a meeting was prepared its codes may be good."""
DECLARED = [("its_meeting", "bigint"), ("its_person", "bigint")]
# The meeting is locked first, so that who prints and who confirms at once see each other.
LOCKED = """
    SELECT seat.meeting_id, seat.person_id INTO its_meeting, its_person FROM {rows};
    PERFORM FROM acknowledgments_meeting WHERE id = its_meeting FOR NO KEY UPDATE;
"""
OF_SLIP = "acknowledgments_seat seat WHERE seat.id = NEW.seat_id"
PRINTS = """
    {locked}
    IF NEW.printed_by_id = its_person THEN
        RAISE EXCEPTION 'nobody_prints_their_own_code: person %', its_person
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM acknowledgments_presence presence
        JOIN acknowledgments_signature signature ON signature.id = presence.signature_id
        JOIN acknowledgments_slip slip ON slip.id = signature.slip_id
        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id
        WHERE seat.meeting_id = its_meeting AND presence.witness_id = NEW.printed_by_id
    ) THEN
        RAISE EXCEPTION 'no_witness_prints_codes: person %', NEW.printed_by_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
OF_PRESENCE = """acknowledgments_signature signature
    JOIN acknowledgments_slip slip ON slip.id = signature.slip_id
    JOIN acknowledgments_seat seat ON seat.id = slip.seat_id
    WHERE signature.id = NEW.signature_id"""
WITNESSES = """
    {locked}
    IF its_meeting IS NULL OR NEW.witness_id = its_person OR EXISTS (
        SELECT FROM acknowledgments_meeting
        WHERE id = its_meeting AND prepared_by_id = NEW.witness_id
    ) OR EXISTS (
        SELECT FROM acknowledgments_slip slip
        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id
        WHERE seat.meeting_id = its_meeting AND slip.printed_by_id = NEW.witness_id
    ) THEN
        RAISE EXCEPTION 'the_witness_is_a_third: person %', NEW.witness_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
MEETING_MOVES = ("ended_at", "ended_by")
SLIP_MOVES = ("used_at", "ended_at")
PIN_MOVES = ("ended_at", "ended_by", "reason")


def _over_for_good(**columns: bool) -> pgtrigger.Trigger:
    """What was used or ended stays so."""
    is_over = {f"old__{name}__isnull": is_null for name, is_null in columns.items()}
    return pgtrigger.Protect(
        name="over_for_good", operation=pgtrigger.Update, condition=pgtrigger.Q(**is_over)
    )


class Meeting(Frozen):
    """People who sign at a shared device, each with a code of their own, until `codes_end_at`."""

    moving = MEETING_MOVES

    name = models.CharField(max_length=120)
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    policy = models.ForeignKey(
        "policies.Policy", on_delete=models.PROTECT, null=True, related_name="+"
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    codes_end_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(codes_end_at__gt=F("prepared_at"))
                & Q(codes_end_at__lte=F("prepared_at") + LONGEST),
                name="codes_end_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="meeting_ended_by_somebody",
            ),
        ]
        triggers = [*frozen(except_columns=MEETING_MOVES), _over_for_good(ended_at=False)]

    def __str__(self) -> str:
        return self.name

    def is_over(self, at: dt.datetime) -> bool:
        """Whether no code of the meeting opens anything at `at` (aware)."""
        return self.ended_at is not None or at >= self.codes_end_at


class Seat(Frozen):
    """Somebody who is expected at a meeting, and where they worked when it was prepared."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    building = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_seat_a_meeting")
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.person}: {self.meeting}"


class Slip(Frozen):
    """A code on paper that opens the kiosk once; only its digest is kept.

    Ended are those that were printed anew, or whose meeting was ended, before they were used.
    """

    moving = SLIP_MOVES

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(used_at=None, ended_at=None),
                name="one_good_code_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(ended_at=None), name="used_or_ended"
            ),
        ]
        triggers = [
            *frozen(except_columns=SLIP_MOVES),
            _over_for_good(used_at=False),
            pgtrigger.Trigger(
                name="printed_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=DECLARED,
                func=PRINTS.format(locked=LOCKED.format(rows=OF_SLIP)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.seat)


class Pin(Frozen):
    """What somebody chose to show at a kiosk that it is them; a reset ends it.

    `secret` is a slow hash of the PIN, keyed with what does not stand in the database; empty once
    its person has left and their ways to sign in went. `before` is the one that was reset last.
    """

    moving = PIN_MOVES

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="pins")
    secret = models.CharField(max_length=200)
    slip = models.OneToOneField(Slip, on_delete=models.PROTECT, related_name="pin")
    before = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="after")
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-chosen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_pin_a_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(reason=""),
                name="reset_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | ~Q(ended_by=F("person")), name="reset_by_another"
            ),
        ]
        triggers = [
            *frozen(except_columns=("ended_at", "ended_by_id", "reason"), emptied=("secret",)),
            _over_for_good(ended_at=False),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Presence(Frozen):
    """What a witness says of a signature at a kiosk: the person was there, or was not, and why."""

    signature = models.OneToOneField(
        "acknowledgments.Signature", on_delete=models.PROTECT, related_name="presence"
    )
    witness = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    was_present = models.BooleanField(_("was there"))
    reason = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_present=True, reason="") | Q(was_present=False) & ~Q(reason=""),
                name="not_there_with_a_reason",
            )
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="said_by_a_third",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=DECLARED,
                func=WITNESSES.format(locked=LOCKED.format(rows=OF_PRESENCE)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.signature)
