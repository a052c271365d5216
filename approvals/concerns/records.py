"""Concerns as records: with all that is sealed, and the key that opens it.

They are secret ones: those who keep records learn the number and the times alone, of none that is
about themselves, and never what else a legal hold on somebody keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from approvals.concerns.models import Concern
from district_portal.permissions import visible
from district_portal.records import holding
from district_portal.records.kinds import Concerned, Kind, Part, register

if TYPE_CHECKING:
    from accounts.models import Person

CONCERN = "concern"


def _may_know(person: Person) -> Q:
    """What the person may see, or know that it exists."""
    found = Q(pk__in=[])
    for permission in ("concerns.see", "concerns.exist"):
        rows = visible(Concern.objects.all(), person, permission)
        found |= Q(pk__in=rows.values("pk"))
    return found & ~Q(about=person)


def _may_handle(person: Person) -> Q:
    """What the person deals with: of their own reports they don't learn who else does."""
    return Q(pk__in=visible(Concern.objects.all(), person, "concerns.handle").values("pk"))


def is_held() -> Exists:
    """Whether a legal hold is on a concern, or on a draft of one."""
    return Exists(holding.on(KIND))


KIND = Kind(
    name=CONCERN,
    slot="kept_concern",
    label=_("concern"),
    many=_("concerns"),
    order=40,
    model="concerns.Concern",
    rows=lambda: Concern.objects.exclude(state=Concern.State.DRAFT),
    view="concerns.see",
    title="number",
    called="number",
    sort=lambda _row: "",
    whose="",
    begun="sent_at",
    place="place",
    decided="closed_at",
    closed="closed_at",
    over=Q(state=Concern.State.CLOSED),
    people=("reporter", "about"),
    beside=(
        Concerned(Part("concerns.Receiver", "concern")),
        Concerned(Part("concerns.Receiver", "concern"), "stands_in_for"),
        Concerned(Part("concerns.Receiver", "concern"), "added_by"),
        Concerned(Part("concerns.Act", "concern")),
        Concerned(Part("concerns.Act", "concern"), "by"),
        Concerned(Part("concerns.Evidence", "concern"), "added_by"),
    ),
    parts=[
        Part("concerns.Clock", "concern"),
        Part("concerns.Receiver", "concern"),
        Part("concerns.Act", "concern"),
        Part("concerns.Evidence", "concern"),
        Part("concerns.DraftFile", "concern"),
        Part("concerns.StudentName", "concern"),
        Part("concerns.Statement", "concern"),
        Part("concerns.ConcernKey", "concern"),
    ],
    also_deleted={
        "concerns.Concern",
        "concerns.ConcernKey",
        "concerns.DraftFile",
        "concerns.StudentName",
    },
    may_know=_may_know,
    may_handle=_may_handle,
)
register(KIND)
