"""Small words about cases for templates."""

from __future__ import annotations

from django import template

from approvals.impostors.models import Impostor
from district_portal.ui.tags.status import state_badge

register = template.Library()
State = Impostor.State

_KINDS = {State.NEW: "warn", State.REPORTED: "info", State.REMOVED: "ok", State.REFUSED: "bad"}


@register.filter
def case_badge(impostor: Impostor) -> str:
    """A case's state as a badge."""
    return state_badge(State(impostor.state), _KINDS)
