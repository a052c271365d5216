"""The receipt of a signature on paper: who signed what, when and how, and which words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.district import current
from district_portal.ui.dates import date_in_words
from policies.acknowledgments.kiosk import telling as kiosk
from policies.acknowledgments.quizzing import passing
from policies.paper import printing, typesetting

if TYPE_CHECKING:
    from policies.acknowledgments.models import Signature

MOMENT = "F j, Y, g:i:s a T"


def receipt_pdf(signature: Signature) -> bytes:
    """The receipt of `signature` as a PDF/UA-1 document, the same for whoever may see it.

    Times are the district's, with the name of its zone. Sources: Wis. Stat. 137.12 and ESIGN,
    15 U.S.C. 7001(e): a record of what was signed, which the signer can keep and print.
    Raises typesetting.NotSetError, taking_turns.BusyError.
    """
    version = signature.version
    number = _("Receipt %(number)s") % {"number": signature.receipt}
    named = f"{version.policy.get_kind_display()} {version.code}, {version.title}"
    data = {
        **printing.frame(version, title=number, standing=_standing(signature)),
        "running": f"{number}, {version.code}",
        "lines": [
            (
                _("It was recorded that %(person)s signed %(policy)s, version %(number)d.")
                if signature.is_mistaken
                else _("%(person)s signed %(policy)s, version %(number)d.")
            )
            % {"person": signature.person, "policy": named, "number": version.number}
        ],
        "what": {
            "title": _("What was signed"),
            "statement": signature.statement,
            "rows": _what(signature, named),
        },
        "about": {"title": _("How it was signed"), "rows": _how(signature)},
    }
    return typesetting.pdf("receipt", data)


def _standing(signature: Signature) -> str:
    """The boxed sentence above one that was recorded by mistake: since when, by whom, and why."""
    if not signature.is_mistaken:
        return ""
    mistake = signature.mistake
    words = _("Recorded by mistake, does not count. Marked by %(by)s, %(at)s: %(why)s")
    told = {"by": mistake.marked_by, "at": _moment(mistake.marked_at), "why": mistake.reason}
    return words % told


def _what(signature: Signature, named: str) -> list[tuple[str, str]]:
    version = signature.version
    return [
        (_("Policy"), named),
        (
            _("Version"),
            _("Version %(number)d, %(address)s")
            % {
                "number": version.number,
                "address": f"{settings.PORTAL_ADDRESS}{version.get_absolute_url()}",
            },
        ),
        (_("Fingerprint of the text (SHA-256)"), signature.version_sha256),
        (
            _("Language"),
            _("English. The English text and the statement above are what was signed."),
        ),
    ]


def _how(signature: Signature) -> list[tuple[str, str]]:
    """A row for each thing that was kept; what is not known of a signature has none."""
    page = reverse("acknowledgments:receipt", args=[signature.pk])
    rows = [
        (_("Receipt number"), signature.receipt),
        *(_from_paper(signature) if signature.is_on_paper else _typed(signature)),
        (_("Method"), str(signature.get_method_display())),
        (_("School year"), signature.school_year),
        *kiosk.facts(signature),
        (_("Text opened"), _moment(signature.opened_at)),
        (
            _("PIN last typed") if signature.is_at_kiosk else _("Password last given"),
            _moment(signature.signed_in_at),
        ),
        (_("Address on the network"), signature.address or ""),
        (_("Browser"), signature.browser),
        (_("Where it is kept"), f"{settings.PORTAL_ADDRESS}{page}"),
    ]
    return [(term, value) for term, value in rows if value]


def _typed(signature: Signature) -> list[tuple[str, str]]:
    return [
        (_("Name, as typed"), signature.typed_name),
        (_("Name on the roster"), signature.person.roster_name),
        (_("Signed"), _moment(signature.signed_at)),
    ]


def _from_paper(signature: Signature) -> list[tuple[str, str]]:
    day = signature.signed_on
    return [
        (_("Name on the sheet"), signature.typed_name),
        (_("Name on the roster"), signature.person.roster_name),
        (_("Day on the sheet"), date_in_words(day, style="long") if day else ""),
        (_("Recorded by"), str(signature.recorded_by)),
        (_("Recorded"), _moment(signature.signed_at)),
        (_("Code of the sheet"), str(signature.sheet)),
        (_("Fingerprint of the scan (SHA-256)"), signature.scan.sha256 if signature.scan else ""),
        (_("Check questions"), _not_asked(signature)),
    ]


def _not_asked(signature: Signature) -> str:
    number = passing.asked_at(signature.version, at=signature.signed_at)
    words = ngettext(
        "This version has %(n)d question. On paper it is not asked.",
        "This version has %(n)d questions. On paper they are not asked.",
        number,
    )
    return words % {"n": number} if number else ""


def _moment(at: dt.datetime | None) -> str:
    """`at` to the second in the district's zone, with both names of it; nothing for None."""
    if at is None:
        return ""
    zone = current.zone()
    return f"{formats.date_format(at.astimezone(zone), MOMENT)} ({zone.key})"
