"""Tells those who disclose a tie that the same is noted already."""

from __future__ import annotations

from django.utils.translation import gettext as _

from approvals.relationships.models import Relationship
from approvals.relationships.standing import State, in_state
from approvals.similar import SHOWN, Use
from approvals.ties import MARK
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words


def noted(about: str) -> list[Use]:
    """The newest relationships of the same holder with the same tie that are not over."""
    if not about.startswith(MARK):
        return []
    same = Relationship.objects.filter(about=about).exclude(in_state(State.OVER, day=today()))
    words = _("The same tie is noted until %(day)s: request %(number)s.")
    return [
        Use(words % {"day": date_in_words(row.ends_on), "number": row.request.number})
        for row in same.select_related("request").order_by("-noted_at", "-pk")[:SHOWN]
    ]
