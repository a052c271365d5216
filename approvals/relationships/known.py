"""What others ask of ties: whether the same is noted already, and which are live."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
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


def live(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) those whose tie is noted today or later, and who holds it."""
    rows = Relationship.objects.filter(request__in=list(requests))
    rows = rows.exclude(in_state(State.OVER, day=today()))
    return {row.request_id: row.holder for row in rows.select_related("holder")}
