"""What is said of a signature at a shared device: whose code, which PIN, and who saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from district_portal.ui.dates import date_in_words

if TYPE_CHECKING:
    import datetime as dt

    from policies.acknowledgments.models import Presence, Signature

WITH: Final = (
    "slip__seat__meeting",
    "slip__printed_by",
    "pin__before__ended_by",
    "presence__witness",
)
"""What `facts` reads of a signature."""


def facts(signature: Signature) -> list[tuple[str, str]]:
    """Terms and what is on record, for a receipt; nothing for one that was made elsewhere."""
    slip, pin = signature.slip, signature.pin
    if slip is None or pin is None:
        return []
    printed = {"by": slip.printed_by, "at": _moment(slip.printed_at)}
    rows = [
        (_("Signing meeting"), slip.seat.meeting.name),
        (_("Code printed"), _("%(at)s, by %(by)s") % printed),
        (_("Code used"), _moment(slip.used_at) if slip.used_at else ""),
        (_("PIN chosen"), _moment(pin.chosen_at)),
    ]
    if earlier := pin.before:
        told = {"at": _moment(earlier.ended_at), "by": earlier.ended_by, "why": earlier.reason}
        rows.append((_("Earlier PIN reset"), _("%(at)s, by %(by)s: %(why)s") % told))
    return [*rows, (_("Presence"), presence_in_words(presence_of(signature)))]


def presence_of(signature: Signature) -> Presence | None:
    """What a witness said of the signature; None where nobody has."""
    return getattr(signature, "presence", None)


def presence_in_words(presence: Presence | None) -> str:
    """The same in a sentence; where nobody has, what the signature is worth without."""
    if presence is None:
        return _(
            "Not confirmed. No witness has said that this person was there; whoever printed the "
            "code could have used it first."
        )
    said = {"by": presence.witness, "at": _moment(presence.said_at), "why": presence.reason}
    if presence.was_present:
        return _("Confirmed by %(by)s, who printed no code there (%(at)s).") % said
    return _("%(by)s says that this person was not there: %(why)s (%(at)s)") % said


def _moment(at: dt.datetime | None) -> str:
    return date_in_words(at, style="time") if at else ""
