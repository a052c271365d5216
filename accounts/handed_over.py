"""Delegations as people see them: what was entered together is one, with a state in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Delegation
from district_portal.district.current import today


@dataclass
class HandedOver:
    """One delegation with all its matters; its first row speaks for the rest."""

    row: Delegation
    matters: list[str] = field(default_factory=list)

    @property
    def state(self) -> tuple[str, str]:
        """Kind of badge and words."""
        row, day = self.row, today()
        if row.declined_at:
            return "plain", _("Declined")
        if row.ended_at:
            return "plain", _("Ended early") if row.accepted_at else _("Withdrawn")
        if row.until < day:
            return "plain", _("Over") if row.accepted_at else _("Never answered")
        if not row.accepted_at:
            return "warn", _("Waits for an answer")
        return ("ok", _("Acts now")) if row.since <= day else ("info", _("Planned"))

    @property
    def stands(self) -> bool:
        """Whether it may still be ended."""
        return not (self.row.declined_at or self.row.ended_at or self.row.until < today())

    @property
    def waits(self) -> bool:
        """Whether it waits for an answer."""
        return self.stands and not self.row.accepted_at


def bundles(rows: QuerySet[Delegation]) -> list[HandedOver]:
    """What was entered together, as one; the newest days first."""
    found: dict[tuple[object, ...], HandedOver] = {}
    people = rows.select_related("person", "delegate", "entered_by")
    for row in people.order_by("-since", "-entered_at", "pk"):
        key = (row.person_id, row.delegate_id, row.entered_at)
        bundle = found.setdefault(key, HandedOver(row))
        bundle.matters.append(str(row.get_matter_display()))
    return list(found.values())
