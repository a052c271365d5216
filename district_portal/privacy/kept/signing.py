"""What somebody was asked to sign, has signed, and answered on the way."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from district_portal.privacy.records import LEAVER
from district_portal.privacy.things import Column, Thing, chosen
from policies.acknowledgments.models import Assignment, Attempt, Closing, Pin, Signature

_PROOF = _("For good: a signature proves something only as long as it can be shown")
_POLICY: Final = (
    Column("version__code", _("Policy")),
    Column("version__title", _("Title")),
    Column("version__number", _("Version")),
)

THINGS: Final = (
    Thing(
        name="signatures",
        label=_("What you have signed"),
        what=_(
            "Your receipts: which text, what you agreed to, when and how, and the network address "
            "and browser you signed with"
        ),
        why=_("It proves that you signed, and which text (Wis. Stat. 137.11, 137.20)"),
        lasting=_PROOF,
        tables=(
            *("acknowledgments_signature", "acknowledgments_sheet", "acknowledgments_scan"),
            *("acknowledgments_presence", "acknowledgments_mistake", "acknowledgments_bundle"),
        ),
        rows=lambda person: Signature.objects.filter(person=person),
        columns=(
            Column("receipt", _("Receipt")),
            *_POLICY,
            Column("version_sha256", _("Fingerprint of the text")),
            Column("school_year", _("School year")),
            Column("statement", _("Statement")),
            Column("typed_name", _("Typed name")),
            Column("method", _("How"), chosen(Signature, "method")),
            Column("opened_at", _("Text opened")),
            Column("signed_in_at", _("Shown who you are")),
            Column("signed_at", _("Signed")),
            Column("signed_on", _("Day on the sheet")),
            Column("address", _("Network address")),
            Column("browser", _("Browser")),
            Column("mistake__marked_at", _("Marked as recorded by mistake")),
        ),
    ),
    Thing(
        name="asked_to_sign",
        label=_("What you were asked to sign"),
        what=_("Which policies, by when, how each ended, and when you were reminded"),
        why=_("So that you are reminded in time, and that it can be told who was asked"),
        lasting=_PROOF,
        tables=(
            *("acknowledgments_assignment", "acknowledgments_formerdue", "acknowledgments_nudge"),
            *("acknowledgments_onroll", "acknowledgments_requirement_people"),
            *("acknowledgments_requirement_excluded", "reminders_reminded"),
            "acknowledgments_reopening",
        ),
        rows=lambda person: Assignment.objects.filter(person=person).order_by("-opened_at", "-pk"),
        columns=(
            *_POLICY,
            Column("cycle", _("School year")),
            Column("assigned_on", _("Asked on")),
            Column("due_on", _("Due")),
            Column("ended_at", _("Ended")),
            Column("ended_why", _("How it ended"), chosen(Assignment, "ended_why")),
            Column("reminded__person_on", _("Reminded last")),
        ),
    ),
    Thing(
        name="closed_unsigned",
        label=_("What was closed without your signature"),
        what=_("That you refused, were unable or exempted, who noted it, and what was said"),
        why=_("It proves how it ended where nobody signed"),
        lasting=_PROOF,
        tables=("acknowledgments_closing",),
        rows=lambda person: Closing.objects.filter(person=person).order_by("-closed_at", "-pk"),
        columns=(
            Column("number", _("Record number")),
            *_POLICY,
            Column("why", _("How it ended"), chosen(Closing, "why")),
            Column("closed_at", _("Noted")),
            Column("refused_on", _("Refused on")),
            Column("reason", _("Reason")),
            Column("statement", _("What the witness says")),
            Column("until", _("Last day")),
        ),
    ),
    Thing(
        name="check_questions",
        label=_("What you answered to check questions"),
        what=_("Each answer before you signed"),
        why=_("It belongs to what you signed"),
        lasting=_PROOF,
        tables=("acknowledgments_attempt",),
        rows=lambda person: Attempt.objects.filter(person=person).order_by("-answered_at", "-pk"),
        columns=(
            *_POLICY,
            Column("question__text", _("Question")),
            Column("number", _("Attempt")),
            Column("answer", _("Answer, counted from 0")),
            Column("answered_at", _("Answered")),
        ),
    ),
    Thing(
        name="shared_devices",
        label=_("Your PIN for shared devices"),
        what=_(
            "When you chose it and when it ended. The PIN itself is kept as a hash, which the file "
            "leaves out"
        ),
        why=_("So that nobody else signs for you at a shared device"),
        kinds=(LEAVER,),
        lasting=_("For good, but for the hash: it shows who signed at a shared device"),
        tables=("acknowledgments_pin", "acknowledgments_slip", "acknowledgments_seat"),
        rows=lambda person: Pin.objects.filter(person=person).order_by("-chosen_at", "-pk"),
        columns=(
            Column("chosen_at", _("Chosen")),
            Column("ended_at", _("Ended")),
            Column("reason", _("Reason")),
        ),
    ),
)
