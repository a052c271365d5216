"""A signature at a shared device as an evidence bundle writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.acknowledgments.evidence.plain import Row, moment, person
from policies.acknowledgments.kiosk import telling

if TYPE_CHECKING:
    from policies.acknowledgments.models import Presence, Signature


def at_kiosk(signature: Signature, presence: Presence | None) -> Row | None:
    """What opened the shared device on which it was signed, and what a witness said of it."""
    slip, pin = signature.slip, signature.pin
    if slip is None or pin is None:
        return None
    return {
        "meeting": slip.seat.meeting.name,
        "slip": slip.pk,
        "printed_by": person(slip.printed_by),
        "pin": pin.pk,
        "pin_reset_before_by": person(pin.before.ended_by) if pin.before else None,
        "presence_in_words": telling.presence_in_words(presence),
        "presence": presence
        and {
            "id": presence.pk,
            "witness": person(presence.witness),
            "was_present": presence.was_present,
            "reason": presence.reason,
            **moment("said_at", presence.said_at),
        },
        **moment("printed_at", slip.printed_at),
        **moment("used_at", slip.used_at),
        **moment("pin_chosen_at", pin.chosen_at),
    }
