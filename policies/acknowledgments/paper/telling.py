"""What the mails about a signature on paper say, and what of it the district may write."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.mailing import pieces
from district_portal.mailing.filling import Quote, Values
from district_portal.mailing.pieces import COMMON, Context, Pattern, Word
from policies.acknowledgments.telling import (
    LONG,
    MOMENT,
    VERSION,
    example_of_signed,
    example_of_version,
    of_version,
)

if TYPE_CHECKING:
    from policies.acknowledgments.models import Mistake, Signature


def _on_paper(context: Context) -> Values:
    signature: Signature = context["signature"]
    recorded = _now(
        "%(by)s has recorded that on %(day)s you signed %(policy)s, version %(number)s, on paper."
    )
    told = of_version(context["version"])
    day = date_format(signature.day, str(LONG))
    by = str(signature.recorded_by)
    return {
        **told,
        "what was recorded": recorded
        % {"by": by, "day": day, "policy": told["policy"], "number": told["version"]},
        "recorded by": by,
        "day on the sheet": day,
        "time recorded": date_format(timezone.localtime(signature.signed_at), str(MOMENT)),
        "receipt number": signature.receipt,
        "statement": Quote(signature.statement, language=settings.LANGUAGE_CODE),
        "fingerprint": signature.version_sha256,
    }


def _mistaken(context: Context) -> Values:
    mistake: Mistake = context["mistake"]
    told = of_version(context["version"])
    words = _now(
        "That you signed %(policy)s, version %(number)s, on paper was recorded by mistake. "
        "%(by)s has marked it: it does not count as your signature."
    )
    by = str(mistake.marked_by)
    return {
        **told,
        "what was marked": words % {"by": by, "policy": told["policy"], "number": told["version"]},
        "marked by": by,
        "receipt number": context["signature"].receipt,
    }


def _example_of_paper() -> Context:
    signature = example_of_signed()["signature"]
    signature.recorded_by = "Morgan Sample"
    signature.day = today()
    return {"signature": signature, "version": example_of_version(), "link": "/"}


def _example_of_mistake() -> Context:
    mistake = SimpleNamespace(marked_by="Morgan Sample")
    return {**_example_of_paper(), "mistake": mistake}


pieces.made_of(
    "signed_on_paper",
    Pattern(
        words=(
            *COMMON,
            *VERSION,
            Word("what was recorded", _("who recorded that the person signed what, and when")),
            Word("recorded by", _("who recorded it")),
            Word("day on the sheet", _("the day that stands on the sheet")),
            Word("time recorded", _("when it was recorded, in the district’s time zone")),
            Word("statement", _("what was signed, word for word"), fills_a_line=True),
            Word("receipt number", _("the number of the receipt")),
            Word("fingerprint", _("the fingerprint of the text that was signed")),
        ),
        subject=_("Recorded from paper: you signed {policy}, version {version} ({receipt number})"),
        body=_(
            "Hello {first name},\n\n"
            "{what was recorded} This is your receipt; keep this mail.\n\n"
            "{statement}\n\n"
            "Receipt: {receipt number}\n"
            "Day on the sheet: {day on the sheet}\n"
            "Recorded: {time recorded}\n"
            "Fingerprint of the text (SHA-256): {fingerprint}\n\n"
            "You did not sign this? Tell human resources at once.\n\n"
            "{link}"
        ),
        fill=_on_paper,
        label=lambda _context: _now("Open your receipt"),
        example=_example_of_paper,
        subject_needs=("policy", "policy code", "policy title"),
        body_needs=("what was recorded", "statement", "receipt number", "fingerprint", "link"),
    ),
)
pieces.made_of(
    "marked_mistaken",
    Pattern(
        words=(
            *COMMON,
            *VERSION,
            Word("what was marked", _("which signature does not count, and who says so")),
            Word("marked by", _("who marked it as a mistake")),
            Word("receipt number", _("the number of the receipt")),
        ),
        subject=_("Recorded by mistake, does not count: {policy} ({receipt number})"),
        body=_(
            "Hello {first name},\n\n"
            "{what was marked} If you must still sign this policy, it is among your tasks "
            "again.\n\n"
            "Receipt: {receipt number}\n\n"
            "You did sign it? Tell human resources.\n\n"
            "{link}"
        ),
        fill=_mistaken,
        label=lambda _context: _now("See what was recorded"),
        example=_example_of_mistake,
        subject_needs=("policy", "policy code", "policy title"),
        body_needs=("what was marked", "receipt number", "link"),
    ),
)
