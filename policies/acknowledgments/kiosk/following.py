"""How a signing meeting stands: who is expected, has a code, has signed, and was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from district_portal.permissions import reaches, visible
from policies.acknowledgments.models import Meeting, Presence, Seat, Signature, Slip

if TYPE_CHECKING:
    from accounts.models import Person

SEE: Final = "meetings.see"
FOLLOW: Final = "meetings.follow"
KEEP: Final = "meetings.keep"


@dataclass(frozen=True)
class Line:
    """One who is expected: their newest slip, what they signed here, and what is not confirmed."""

    seat: Seat
    slip: Slip | None
    signatures: list[Signature] = field(default_factory=list)

    @property
    def open(self) -> list[Signature]:
        """Those of which no witness has said anything."""
        return [row for row in self.signatures if not hasattr(row, "presence")]

    @property
    def ids(self) -> str:
        """The same as the value of a box to tick."""
        return ".".join(str(row.pk) for row in self.open)

    @property
    def said(self) -> list[Any]:
        """What witnesses have said, each once, not for each signature."""
        found = {}
        for row in self.signatures:
            if presence := getattr(row, "presence", None):
                found[presence.witness_id, presence.was_present] = presence
        return list(found.values())


def meetings(*, by: Person) -> QuerySet[Any]:
    """The meetings that `by` may see, newest first, each with `expected`, `signed` and `unseen`.

    These are numbers of people: all, those who signed something, and those of whom nobody has
    said that they were there.
    """
    seats = visible(Seat.objects.all(), by, FOLLOW).filter(meeting=OuterRef("pk")).order_by()
    signed = seats.filter(slips__signatures__isnull=False)
    unseen = signed.filter(slips__signatures__presence=None)
    rows = visible(Meeting.objects.all(), by, SEE).select_related("prepared_by", "place", "policy")
    return rows.annotate(expected=_number(seats), signed=_number(signed), unseen=_number(unseen))


def with_standing(*, by: Person) -> QuerySet[Any]:
    """All meetings, each with what `by` is there: `has_printed`, `has_witnessed`, `is_kept`.

    The last one says whether `by` may print codes for it and end it.
    """
    printed = Slip.objects.filter(seat__meeting=OuterRef("pk"), printed_by=by)
    said = Presence.objects.filter(signature__slip__seat__meeting=OuterRef("pk"), witness=by)
    rows = Meeting.objects.select_related("prepared_by", "place", "policy", "ended_by")
    return rows.annotate(
        has_printed=Case(When(Q(Exists(printed)) | Q(prepared_by=by), then=True), default=False),
        has_witnessed=Exists(said),
        is_kept=reaches(by, KEEP, Meeting),
    )


def seats(meeting: Meeting, *, by: Person) -> QuerySet[Seat]:
    """Those of `meeting` whom `by` may see, by building and name."""
    rows = visible(meeting.seats.all(), by, FOLLOW).select_related("person")
    return rows.order_by("building", "person__sort_name", "pk")


def lines(seats: Iterable[Seat]) -> list[Line]:
    """Each of `seats` with its newest slip and its signatures, in two queries."""
    rows = list(seats)
    slips = {slip.seat_id: slip for slip in Slip.objects.filter(seat__in=rows).order_by("pk")}
    found: dict[int, list[Signature]] = defaultdict(list)
    signatures = Signature.objects.filter(slip__seat__in=rows).annotate(seat=F("slip__seat"))
    for signature in with_presence(signatures).order_by("pk"):
        found[signature.seat].append(signature)
    return [Line(seat, slips.get(seat.pk), found[seat.pk]) for seat in rows]


def with_presence(signatures: QuerySet[Signature]) -> QuerySet[Any]:
    """Each with its version, and with what a witness said of it."""
    rows = signatures.select_related("version__policy", "presence__witness")
    return rows.defer("version__canonical_text", "version__alignment")


def _number(seats: QuerySet[Seat]) -> Any:
    counted = seats.values("meeting").annotate(number=Count("pk", distinct=True))
    return Subquery(counted.values("number"))
