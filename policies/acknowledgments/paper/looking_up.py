"""What the code of a sheet stands for now, for whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.permissions import reaches
from district_portal.ui.dates import date_in_words
from policies.acknowledgments.models import Assignment, Sheet
from policies.acknowledgments.paper import coding
from policies.acknowledgments.paper.printing import MAY

if TYPE_CHECKING:
    from accounts.models import Person


class State(models.TextChoices):
    """What a code stands for now; only what is READY can be recorded."""

    READY = "ready", _("Will be recorded")
    SIGNED = "signed", _("Already signed")
    SUPERSEDED = "superseded", _("Superseded: a newer version is asked for, or a newer year")
    OVER = "over", _("No longer asked for")
    CLOSED = "closed", _("Closed without a signature")
    OWN = "own", _("Your own: somebody else must record it")
    ELSEWHERE = "elsewhere", _("Somebody of a building that you do not see")
    UNKNOWN = "unknown", _("Unknown: no sheet was printed with this code")
    MISTYPED = "mistyped", _("Mistyped: no code looks like this")
    TWICE = "twice", _("Stands above already")


_ENDED: Final = {
    "": State.READY,
    Assignment.Ended.SIGNED: State.SIGNED,
    Assignment.Ended.SUPERSEDED: State.SUPERSEDED,
    Assignment.Ended.RULE: State.OVER,
    Assignment.Ended.LEFT: State.OVER,
}
HIDDEN: Final = (State.ELSEWHERE, State.UNKNOWN, State.MISTYPED, State.TWICE)


@dataclass(frozen=True)
class Line:
    """One code as it was typed, the number of its line, what it stands for, and its sheet.

    `asked` is what the sheet leads to now: what it was printed for or, where the same was asked
    anew since, the newest row of it. Both are None wherever whoever asks may not know them.
    """

    number: int
    typed: str
    state: State
    sheet: Sheet | None = None
    asked: Any = None

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def words(self) -> str:
        """What becomes of it, or why nothing does, with the day and the receipt if it is signed."""
        asked = self.asked
        if self.state == State.SIGNED and asked and asked.signature:
            day = date_in_words(asked.signature.day)
            words = {"day": day, "receipt": asked.signature.receipt}
            return gettext("Already signed on %(day)s, receipt %(receipt)s") % words
        if self.state == State.CLOSED and asked:
            how = asked.get_ended_why_display()
            return gettext("Closed without a signature: %(how)s") % {"how": how}
        return str(self.state.label)

    @property
    def first_day(self) -> dt.date:
        """The first day that can stand on the sheet: asked by then, and the version published."""
        asked: Any = self.asked
        days = [asked.assigned_on, *([self.sheet.assignment.assigned_on] if self.sheet else [])]
        return max(min(days), today(asked.version.published_at))


def look_up(typed: Iterable[str], *, by: Person) -> list[Line]:
    """What each code stands for, for `by`; empty ones are left out but counted as lines."""
    found: dict[int, str] = {}
    wrong: set[int] = set()
    texts = {n: text.strip() for n, text in enumerate(typed, start=1) if text.strip()}
    for number, text in texts.items():
        try:
            found[number] = coding.read(text)
        except coding.MistypedError:
            wrong.add(number)
    sheets, asked = _printed(set(found.values()), by=by)
    above: set[Any] = set()
    lines = []
    for number, text in texts.items():
        code = found.get(number, "")
        state = State.MISTYPED if number in wrong else _state(asked.get(code), by=by)
        leads_to = asked[code].pk if code in asked else code or text
        if leads_to in above:
            state = State.TWICE
        above.add(leads_to)
        known = (None, None) if state in HIDDEN else (sheets[code], asked[code])
        lines.append(Line(number, text[: coding.LONGEST_TYPED], state, *known))
    return lines


def asked_instead(line: Line) -> Assignment | None:
    """What the person is asked of the same policy now, where the sheet is superseded."""
    if line.state != State.SUPERSEDED or line.asked is None:
        return None
    now = Assignment.objects.open().filter(
        person=line.asked.person_id, version__policy=line.asked.version.policy_id
    )
    lean = now.select_related("person", "version").defer(
        "version__canonical_text", "version__alignment"
    )
    return lean.order_by("due_on", "pk").first()


def _printed(codes: Collection[str], *, by: Person) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sheets with `codes` and what each leads to now, which says whether `by` may see it."""
    same = {
        name: OuterRef(f"assignment__{name}")
        for name in ("requirement", "person", "version", "cycle")
    }
    newest = Assignment.objects.filter(**same).order_by("-pk").values("pk")
    rows = Sheet.objects.filter(code__in=codes).annotate(now=Subquery(newest[:1]))
    sheets: dict[str, Any] = {row.code: row for row in rows.select_related("assignment")}
    found = Assignment.objects.annotate(seen=reaches(by, MAY, Assignment))
    found = found.select_related("person", "version__policy", "signature")
    lean = found.defer("version__canonical_text", "version__alignment")
    asked = lean.in_bulk([sheet.now for sheet in sheets.values()])
    return sheets, {code: asked[sheet.now] for code, sheet in sheets.items()}


def _state(asked: Any, *, by: Person) -> State:
    if asked is None:
        return State.UNKNOWN
    if not asked.seen:
        return State.ELSEWHERE
    state = _ENDED.get(asked.ended_why, State.CLOSED)
    if state == State.READY and asked.person_id == by.pk:
        return State.OWN
    return state
