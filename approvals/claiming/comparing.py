"""What each line of a sheet means beside the registry, the roster and what is listed already."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from approvals import lookalikes, platforms
from approvals.claiming.knowing import Known
from approvals.claiming.models import ExistingAccount, Sheet
from approvals.models import Platform
from approvals.platforms import Profile, UnreadableAddressError
from district_portal.district.days import FIRST_DAY, LAST_DAY

LONGEST_NAME, LONGEST_SHORT = 120, 200
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d %H:%M:%S", "%Y")


class Verdict(StrEnum):
    """What becomes of a line."""

    FAULTY = "faulty"
    DOUBTFUL = "doubtful"
    NEW = "new"
    LISTED = "listed"
    REGISTERED = "registered"


@dataclass
class Compared:
    """A line, what becomes of it, and why in words; `facts` make a row of it.

    `counts` is False where another line has the same address and is taken: it never makes a row.
    """

    row: int
    cells: dict[str, Any]
    verdict: Verdict = Verdict.NEW
    words: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    counts: bool = True

    @property
    def has_somebody(self) -> bool:
        """Whether it says who looks after it or runs it."""
        return bool(self.facts.get("person") or self.facts.get("run_by"))

    @property
    def where(self) -> str:
        """Its address in its one spelling, or as it was typed."""
        return str(self.facts.get("address_key") or self.cells.get("address", ""))

    def told(self) -> dict[str, Any]:
        """What a sheet keeps of it where it makes no row."""
        name = self.cells.get("name", "")
        told = {"row": self.row, "name": name, "where": self.where}
        return {**told, "verdict": self.verdict.value, "words": self.words}

    def leave(self, verdict: Verdict, words: str) -> None:
        """Note that it is known already, so that nothing else matters but its faults."""
        if self.verdict != Verdict.FAULTY:
            self.verdict, self.words = verdict, []
        self.words.append(words)

    def fault(self, words: str) -> None:
        """Note what must be corrected before anything is taken in."""
        self.verdict = Verdict.FAULTY
        self.words.append(words)

    def doubt(self, *words: str) -> None:
        """Note what a person should look at, if anything."""
        if words and self.verdict == Verdict.NEW:
            self.verdict = Verdict.DOUBTFUL
        self.words += words


@dataclass(frozen=True)
class Comparison:
    """All lines of a sheet as they compare now; `fingerprint` is equal where nothing changed."""

    lines: tuple[Compared, ...]

    @property
    def fingerprint(self) -> str:
        told = json.dumps([[line.row, line.verdict, line.words] for line in self.lines])
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def faulty(self) -> int:
        return self.count(Verdict.FAULTY)

    def count(self, *verdicts: Verdict) -> int:
        """How many lines have one of these verdicts."""
        return sum(line.verdict in verdicts for line in self.lines)

    def to_take(self, *, doubtful: bool) -> list[Compared]:
        """The lines that would make rows, those in doubt only where they are wanted."""
        wanted = (Verdict.NEW, Verdict.DOUBTFUL) if doubtful else (Verdict.NEW,)
        return [line for line in self.lines if line.verdict in wanted and line.counts]


def compare(sheet: Sheet, *, day: dt.date) -> Comparison:
    """How the lines of a waiting sheet compare on the local `day`; a few statements for all."""
    known = list(Platform.objects.all())
    lines = [Compared(cells["row"], cells) for cells in sheet.lines]
    for line in lines:
        _read_line(line, known)
    people = {line.cells.get("person", "") for line in lines}
    there = Known([line.facts for line in lines if line.facts], people, day=day)
    for line in lines:
        _compare_line(line, there)
    _tell_twice(lines)
    return Comparison(tuple(lines))


def _read_line(line: Compared, known: Sequence[Platform]) -> None:
    cells = line.cells
    name, address = cells.get("name", ""), cells.get("address", "")
    if not name or len(name) > LONGEST_NAME:
        line.fault(_("Name: enter one of up to %s characters.") % LONGEST_NAME)
    since = _day(line)
    if not address:
        line.fault(_("Address: enter a link or a handle."))
        return
    try:
        platform, profile = _profile(address, cells.get("platform", ""), known)
    except UnreadableAddressError as unreadable:
        line.fault(_("Address: %s") % unreadable)
        return
    line.facts = {
        "platform": platform,
        "handle": profile.handle[:100],
        "address": profile.address,
        "address_key": profile.key,
        "looks": lookalikes.look(profile.key),
        "name": name,
        "audience": cells.get("audience", "")[:LONGEST_SHORT],
        "purpose": cells.get("purpose", ""),
        "since": since,
        "run_by": cells.get("run_by", "")[:LONGEST_SHORT],
    }


def _profile(address: str, named: str, known: Sequence[Platform]) -> tuple[Platform, Profile]:
    """The account of a line. Raises UnreadableAddressError, also where the platform is missing."""
    said = named.casefold()
    sites = [row for row in known if not row.paths]
    found = next((row for row in known if said and said in (row.name.casefold(), row.slug)), None)
    by_link = platforms.at(address, known)
    if by_link and (found is None or not found.paths):
        found = by_link
    if found is None and ("/" in address or "." in address) and not address.startswith("@"):
        found = sites[-1] if sites else None
    if found is None:
        words = _("say on which platform it is: %s.")
        raise UnreadableAddressError(words % ", ".join(row.name for row in known))
    return found, platforms.normalise(found, address)


def _day(line: Compared) -> dt.date | None:
    text = line.cells.get("since", "")
    for pattern in _DAYS if text else ():
        try:
            day = dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 – a day has no zone
        except ValueError:
            continue
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    if text:
        words = _("Exists since: “%s” is not a date. Write it as 2021-08-30; now it is left out.")
        line.doubt(words % text[:40])
    return None


def _tell_twice(lines: Sequence[Compared]) -> None:
    """Of rows for one address the first that says who looks after it counts, or the first."""
    counts: dict[str, Compared] = {}
    for line in sorted(lines, key=lambda line: not line.has_somebody):
        if key := line.facts.get("address_key", ""):
            counts.setdefault(key, line)
    for line in lines:
        first = counts.get(line.facts.get("address_key", ""), line)
        if first is not line:
            line.counts = False
            line.doubt(_("Row %s has the same address and counts.") % first.row)


def _compare_line(line: Compared, there: Known) -> None:
    """Say all that is to be said of a line, also of one with faults."""
    facts, cells = line.facts, line.cells
    key = facts.get("address_key", "")
    if name := there.registered.get(key):
        line.leave(Verdict.REGISTERED, _("It is “%s” in the registry.") % name)
        return
    if state := there.listed.get(key):
        line.leave(Verdict.LISTED, str(ExistingAccount.State(state).label))
        return
    facts["place"], words = there.place(cells.get("place", ""))
    line.doubt(*words)
    facts["person"] = None
    if not cells.get("run_by"):
        facts["person"], words = there.person(cells.get("person", ""))
        line.doubt(*words)
    if key:
        line.doubt(*there.doubts(key, facts["looks"]))
