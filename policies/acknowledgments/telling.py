"""What the mails about a person's own signatures say, and what of it the district may write."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from district_portal.district.current import today
from district_portal.mailing import pieces
from district_portal.mailing.filling import Lines, Quote, Values
from district_portal.mailing.pieces import COMMON, Context, Pattern, Word
from policies.acknowledgments.models import Closing, Signature

if TYPE_CHECKING:
    from policies.models import Version

SHORT: Final = pgettext_lazy("date such as Fri, Nov 27", "D, M j")
DAY: Final = pgettext_lazy("date such as Fri, Nov 27, 2026", "D, M j, Y")
LONG: Final = pgettext_lazy("date such as April 18, 2011", "F j, Y")
MOMENT: Final = pgettext_lazy("moment such as April 18, 2011, 10:42 a.m. CDT", "F j, Y, g:i a T")
POLICIES = (
    Word("policies", _("every policy that waits, each with its due date"), fills_a_line=True),
    Word("policy", _("code and title of the first that is due")),
    Word("due date", _("when that one is due, or was")),
    Word("days left", _("how long there is still, or how late it is")),
    Word("number", _("how many policies wait")),
    Word("what waits", _("“One policy waits for your signature”, or how many do")),
    Word("summary", _("how many wait and by when, as the portal says it")),
)
"""The names that a mail knows which lists what somebody must sign."""


def label(context: Context) -> str:
    """What the link of such a mail is called."""
    return _now("Read and sign") if len(context["lines"]) == 1 else _now("Read and sign them")


def days_left(due: dt.date, days: int) -> str:
    """When something is or was due, and how long there is until then, or has been since."""
    if not days:
        return _now("due today")
    if days < 0:
        words = ngettext(
            "was due %(due)s, %(n)d day late", "was due %(due)s, %(n)d days late", -days
        )
    else:
        words = ngettext("due %(due)s, in %(n)d day", "due %(due)s, in %(n)d days", days)
    return words % {"due": date_format(due, str(DAY)), "n": abs(days)}


def waits(number: int) -> str:
    """How much waits for somebody's signature."""
    return ngettext(
        "One policy waits for your signature", "%(n)d policies wait for your signature", number
    ) % {"n": number}


def _nudge(context: Context) -> Values:
    lines, late = context["lines"], context["late"]
    first, due = lines[0]
    said = {"due": date_format(due, str(SHORT)), "n": late or len(lines)}
    if late:
        summary = ngettext(
            "Past due since %(due)s: %(n)d policy waits for your signature",
            "Past due since %(due)s: %(n)d policies wait for your signature",
            late,
        )
    else:
        summary = ngettext(
            "%(n)d policy to sign by %(due)s",
            "%(n)d policies to sign, the first by %(due)s",
            len(lines),
        )
    asks = ngettext(
        "%(by)s asks you to sign one policy", "%(by)s asks you to sign %(n)d policies", len(lines)
    )
    return {
        "policies": Lines(tuple((each, _due(on)) for each, on in lines)),
        "policy": first,
        "due date": date_format(due, str(DAY)),
        "days left": days_left(due, (due - context["day"]).days),
        "number": str(len(lines)),
        "what waits": waits(len(lines)),
        "summary": summary % said,
        "asked by": context["by"],
        "who asks": asks % {"by": context["by"], "n": len(lines)},
    }


def _due(on: dt.date) -> str:
    return _now("due %(due)s") % {"due": date_format(on, str(DAY))}


def _signed(context: Context) -> Values:
    signature: Signature = context["signature"]
    return {
        **of_version(context["version"]),
        "receipt number": signature.receipt,
        "statement": Quote(signature.statement, language=settings.LANGUAGE_CODE),
        "time signed": date_format(timezone.localtime(signature.signed_at), str(MOMENT)),
        "name as typed": signature.typed_name,
        "fingerprint": signature.version_sha256,
    }


def _closed(context: Context) -> Values:
    closing: Closing = context["closing"]
    return {
        **of_version(context["version"]),
        "record number": closing.number,
        "what was recorded": _recorded(closing, context["version"]),
    }


def of_version(version: Version) -> Values:
    """What such a mail knows of the version that it is about: VERSION."""
    return {
        "policy": f"{version.code}, {version.title}",
        "policy code": version.code,
        "policy title": version.title,
        "version": str(version.number),
    }


def _recorded(closing: Closing, version: Version) -> str:
    """What somebody has recorded about the person, in a sentence or two."""
    if closing.refused_on:
        words = _now(
            "%(by)s has recorded that on %(day)s you refused to sign %(policy)s. "
            "%(witness)s is the witness."
        )
    elif closing.why == Closing.Why.UNABLE:
        words = _now("%(by)s has recorded that you are not able to sign %(policy)s.")
    elif closing.until:
        words = _now("%(by)s has recorded that until %(day)s you need not sign %(policy)s.")
    else:
        words = _now("%(by)s has recorded that you need not sign %(policy)s.")
    day = closing.refused_on or closing.until
    policy = _now("%(code)s, %(title)s, version %(number)d") % {
        "code": version.code,
        "title": version.title,
        "number": version.number,
    }
    return words % {
        "by": closing.closed_by,
        "witness": closing.witness,
        "day": date_format(day, str(LONG)) if day else "",
        "policy": policy,
    }


def _example_of_nudge() -> Context:
    due = today() + dt.timedelta(days=3)
    lines = (("999 Sample Policy", due), ("998 Another Sample", due + dt.timedelta(days=4)))
    return {"by": "Morgan Sample", "lines": lines, "late": 0, "day": today(), "link": "/"}


def example_of_version() -> SimpleNamespace:
    """A version to show a sample with."""
    return SimpleNamespace(code="999", title="Sample Policy", number=2)


def example_of_signed() -> Context:
    """A signature to show a sample with."""
    signature = SimpleNamespace(
        receipt="S-2026-000000",
        statement=_now(
            "I, Alex Sample, have read policy 999, Sample Policy, version 2, "
            "and agree to follow it."
        ),
        signed_at=timezone.now(),
        typed_name="Alex Sample",
        version_sha256="0123456789abcdef" * 4,
    )
    return {"signature": signature, "version": example_of_version(), "link": "/"}


def _example_of_closed() -> Context:
    closing = SimpleNamespace(
        number="N-000000",
        why=Closing.Why.EXEMPTED,
        refused_on=None,
        until=today() + dt.timedelta(days=60),
        closed_by="Morgan Sample",
        witness=None,
    )
    return {"closing": closing, "version": example_of_version(), "link": "/"}


VERSION: Final = (
    Word("policy", _("code and title of the policy")),
    Word("policy code", _("its code")),
    Word("policy title", _("its title")),
    Word("version", _("the number of the version")),
)
pieces.made_of(
    "nudge",
    Pattern(
        words=(
            *COMMON,
            *POLICIES,
            Word("asked by", _("who sends the reminder")),
            Word("who asks", _("who asks to sign how many policies, as the portal says it")),
        ),
        subject="{summary}",
        body=_("Hello {first name},\n\n{who asks}:\n\n{policies}\n\n{link}"),
        fill=_nudge,
        label=label,
        example=_example_of_nudge,
        subject_needs=("due date", "summary"),
        body_needs=("policies", "link"),
    ),
)
pieces.made_of(
    "signed",
    Pattern(
        words=(
            *COMMON,
            *VERSION,
            Word("statement", _("what was signed, word for word"), fills_a_line=True),
            Word("receipt number", _("the number of the receipt")),
            Word("time signed", _("when, in the district’s time zone")),
            Word("name as typed", _("the name that was typed")),
            Word("fingerprint", _("the fingerprint of the text that was signed")),
        ),
        subject=_("You signed {policy}, version {version} ({receipt number})"),
        body=_(
            "Hello {first name},\n\n"
            "You signed a policy. This is your receipt; keep this mail.\n\n"
            "{statement}\n\n"
            "Receipt: {receipt number}\n"
            "Signed: {time signed}\n"
            "Name, as typed: {name as typed}\n"
            "Fingerprint of the text (SHA-256): {fingerprint}\n\n"
            "You did not sign this? Tell human resources at once.\n\n"
            "{link}"
        ),
        fill=_signed,
        label=lambda _context: _now("Open your receipt"),
        example=example_of_signed,
        subject_needs=("policy", "policy code", "policy title"),
        body_needs=("statement", "receipt number", "time signed", "fingerprint", "link"),
    ),
)
pieces.made_of(
    "closed_unsigned",
    Pattern(
        words=(
            *COMMON,
            *VERSION,
            Word("what was recorded", _("who recorded what about which policy")),
            Word("record number", _("the number of the record")),
        ),
        subject=_("Closed without your signature: {policy} ({record number})"),
        body=_(
            "Hello {first name},\n\n"
            "{what was recorded} You get no more reminders of it. You can read the record, and "
            "still sign if you want to.\n\n"
            "Record: {record number}\n\n"
            "It is not true? Tell human resources at once.\n\n"
            "{link}"
        ),
        fill=_closed,
        label=lambda _context: _now("Open the record"),
        example=_example_of_closed,
        subject_needs=("policy", "policy code", "policy title"),
        body_needs=("what was recorded", "record number", "link"),
    ),
)
