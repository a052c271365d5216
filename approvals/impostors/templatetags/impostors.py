"""Small words about cases for templates."""

from __future__ import annotations

from django import template

from approvals.impostors.models import Impostor

register = template.Library()
State = Impostor.State

_KINDS = {State.NEW: "warn", State.REPORTED: "info", State.REMOVED: "ok", State.REFUSED: "bad"}


@register.filter
def case_kind(impostor: Impostor) -> str:
    """The kind of badge for a case's state."""
    return _KINDS.get(State(impostor.state), "plain")
