"""HR sheets with the faults of practice, several at once, and a recount of what each must do.

A district is kept here in plain Python: who works where under whom, who has left. The next sheet
is made from it, with what changed since, and written down as HR systems write: marks, encodings,
titles, misspelt headings, quoted lists. What it must change is told from what was put into it;
nothing of the portal's is asked.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import openpyxl

from tests.factories import sheets
from tests.factories.sheets import Staff

MOST_LEAVING = 5
"""Of so few people the district's percentage is less."""
HEADINGS = (sheets.OWN, sheets.USUAL, sheets.ONE_NAME, sheets.MISSPELT)
OPTIONAL = ("email", "supervisor", "kind", "on_leave", "head", "place_kind")
BESIDE = {
    "Subject": ("Math; Art, Music", "“Civics”\nand History", ""),
    "Notes": ('says "hello"', "a|b;c,d\te", ""),
    "SSN": ("000-12-3456",),
    "Hire Date": ("2019-08-12",),
}
"""Columns that nobody asked for, with lists and lines in their cells."""
ON_LEAVE = {"yes": ("yes", "FMLA", "Leave of absence"), "no": ("no", "", "Not on leave")}
STATUS = {"yes": ("On leave", "LOA"), "no": ("Active", "A", "")}
KIND = {
    "employee": ("employee", "Certificated", ""),
    "volunteer": ("volunteer", "Unpaid volunteer"),
}


@dataclass
class Held:
    """Somebody of the roster, as it should be. `further` is place and position → the rest."""

    first_name: str
    last_name: str
    email: str
    place: str
    position: str
    supervisor: str
    kind: str = "employee"
    on_leave: str = "no"
    further: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)
    active: bool = True


@dataclass
class File:
    """A file, the columns that it has, and the row in which each line of people stands."""

    content: bytes
    name: str
    said: set[str]
    rows: dict[int, int]
    cut: tuple[int, str] | None = None
    encoding: str = "xlsx"


@dataclass
class Expected:
    """What is told of a file: lines by kind and number (or name of a place), or problems."""

    lines: dict[tuple[str, str], tuple[dict | None, dict | None]]
    problems: list[tuple[int, str]]

    def of(self, kind: str) -> list[str]:
        return sorted(name for each, name in self.lines if each == kind)


class District:
    """What HR knows (`staff`, a line a person, and `more` lines) and what the roster should be."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made-up people
        self.staff = sheets.staff(self.chance.randrange(24, 56), seed=seed)
        self.more: dict[str, Staff] = {}
        self.gone: list[Staff] = []
        self.newest = 20_000
        self.people: dict[str, Held] = {}
        self.places: set[str] = set()
        self.heads: dict[str, str] = {}
        self.loose: set[str] = set()
        """Who left by sheets that nobody confirmed."""

    # What happens between two sheets

    def live_on(self) -> None:
        """Some come, go, move, marry, swap their addresses; in some districts half leave."""
        bosses = self._bosses()
        free = [one for one in self.staff if one.number not in bosses]
        self.chance.shuffle(free)
        many = self.chance.choice([0, 1, 3, 5, 6, len(free) // 2])
        leaving, free = free[:many], free[many:]
        left = {one.number for one in leaving}
        back = [one for one in self.gone if self.chance.random() < 0.4]
        self.gone = [one for one in self.gone if one not in back] + leaving
        self.staff = [one for one in self.staff if one.number not in left] + back
        self.more = {number: one for number, one in self.more.items() if number not in left}
        for one in free[:8]:
            self._change(one)
        self._swap(free[8:10])
        for _ in range(self.chance.randrange(4)):
            self._hire(leaving)
        self._name_a_head()
        heads = [one for one in self.staff if one.number in bosses]
        others = [one for one in self.staff if one.number not in bosses]
        self.chance.shuffle(others)
        self.staff = [*heads, *others]
        self._keep_addresses_apart()

    def _bosses(self) -> set[str]:
        return {one.supervisor for one in (*self.staff, *self.more.values()) if one.supervisor}

    def _put(self, one: Staff) -> None:
        self.staff = [one if each.number == one.number else each for each in self.staff]

    def _change(self, one: Staff) -> None:
        chance = self.chance
        boss = chance.choice([each for each in self.staff if each.head == "yes"])
        place = {"place": boss.place, "place_kind": boss.place_kind}
        many = {
            "position": {"position": chance.choice(sheets.POSITIONS)},
            "place": {**place, "supervisor": boss.number},
            "new_place": {"place": f"Annex {chance.randrange(3)}", "place_kind": "department"},
            "name": {"last_name": chance.choice(sheets.LAST)},
            "email": {"email": f"new{self._number()}@{sheets.DOMAIN}"},
            "no_email": {"email": ""},
            "leave": {"on_leave": "no" if one.on_leave == "yes" else "yes"},
            "kind": {"kind": "volunteer" if one.kind == "employee" else "employee"},
        }
        changes = {}
        for name in chance.sample(sorted(many), chance.choice([0, 1, 1, 2, 3])):
            changes |= many[name]
        if "place" in changes:
            changes["head"] = "no"
        changed = replace(one, **changes)
        self._put(changed)
        if changed.number in self.more or chance.random() < 0.3:
            kept = self.more.pop(changed.number, None)
            if kept is None or chance.random() < 0.5:
                self.more[changed.number] = replace(
                    changed,
                    place=boss.place,
                    place_kind=boss.place_kind,
                    position="Coach",
                    supervisor=boss.number,
                    head="no",
                    kind=chance.choice(["employee", "volunteer"]),
                    on_leave=chance.choice(["no", "no", "yes"]),
                )
            else:
                self.more[changed.number] = kept
        if (more := self.more.get(changed.number)) is not None:
            self.more[changed.number] = replace(
                more,
                first_name=changed.first_name,
                last_name=changed.last_name,
                email=changed.email,
            )

    def _swap(self, pair: Sequence[Staff]) -> None:
        if len(pair) == 2 and not self.more.keys() & {one.number for one in pair}:
            now = {one.number: one for one in self.staff}
            one, other = (now[each.number] for each in pair)
            self._put(replace(one, email=other.email))
            self._put(replace(other, email=one.email))

    def _number(self) -> int:
        self.newest += 1
        return self.newest

    def _hire(self, leaving: Sequence[Staff]) -> None:
        boss = self.chance.choice([one for one in self.staff if one.head == "yes"])
        number = self._number()
        address = f"person{number}@{sheets.DOMAIN}"
        if leaving and self.chance.random() < 0.3:
            address = leaving[0].email
        self.staff.append(
            Staff(
                number=str(number),
                first_name=self.chance.choice(sheets.FIRST),
                last_name=self.chance.choice(sheets.LAST),
                email=address,
                place=boss.place,
                position="Aide",
                supervisor=boss.number,
                place_kind=boss.place_kind,
            )
        )

    def _name_a_head(self) -> None:
        """Sometimes another person of a place becomes its head; nobody's supervisor changes."""
        if self.chance.random() < 0.5:
            return
        old = self.chance.choice([one for one in self.staff if one.head == "yes"])
        new = [o for o in self.staff if o.place == old.place and o is not old and o.head == "no"]
        if new and old.place != "District Office":
            self._put(replace(old, head="no"))
            self._put(replace(self.chance.choice(new), head="yes"))

    def _keep_addresses_apart(self) -> None:
        seen: set[str] = set()
        for one in self.staff:
            if one.email and one.email in seen:
                self._put(replace(one, email=""))
            seen.add(one.email)
        now = {one.number: one for one in self.staff}
        self.more = {n: replace(one, email=now[n].email) for n, one in self.more.items()}

    # What a sheet must do

    def expect(self, staff: Sequence[Staff], more: dict[str, Staff], said: set[str]) -> Expected:
        """The difference between a sheet of these people and the roster as it should be."""
        lines: dict[tuple[str, str], tuple[dict | None, dict | None]] = {}
        for one in staff:
            lines |= self._line(one, more, said)
        named = {one.number for one in staff}
        for number, held in self.people.items():
            if held.active and number not in named:
                lines["left", number] = {"place": held.place, "position": held.position}, None
        kinds: dict[str, set[str]] = {}
        for one in (*staff, *more.values()):
            kinds.setdefault(one.place, set()).add(one.place_kind if "place_kind" in said else "")
        for place in kinds.keys() - self.places:
            kind = max(kinds[place]) or "department"
            lines["place", place] = None, {"place_kind": kind}
        return Expected(lines, [])

    def _line(self, one: Staff, more: dict[str, Staff], said: set[str]) -> dict:
        held = self.people.get(one.number)
        new = self.target(one, more, said)
        is_head = "head" in said and one.head == "yes" and self.heads.get(one.place) != one.number
        if held is None or not held.active:
            email = one.email if "email" in said else ""
            told = {
                "place": one.place,
                "position": one.position,
                "email": email,
                "supervisor": new.supervisor,
                "kind": new.kind if new.kind == "volunteer" else "",
                "on_leave": new.on_leave if new.on_leave == "yes" else "",
                "head": "yes" if is_head else "",
                "further": in_words(new.further),
            }
            kind = "added" if held is None else "returned"
            return {(kind, one.number): (None, {k: v for k, v in told.items() if v})}
        names = ("first_name", "last_name", "email", "place", "position", "supervisor", "kind")
        pairs = {
            name: (getattr(held, name), getattr(new, name))
            for name in (*names, "on_leave")
            if getattr(held, name) != getattr(new, name)
        }
        if is_head:
            pairs["head"] = "no", "yes"
        if held.further != new.further:
            pairs["further"] = in_words(held.further), in_words(new.further)
        if not pairs:
            return {}
        before, after = ({k: pair[i] for k, pair in pairs.items()} for i in (0, 1))
        return {("changed", one.number): (before, after)}

    def target(self, one: Staff, more: dict[str, Staff], said: set[str]) -> Held:
        """Somebody as a sheet with the columns `said` leaves them: the rest stays as it was."""
        known = self.people.get(one.number)
        held = known if known and known.active else None

        def value(name: str, line: Staff, old: str | None, new: str) -> str:
            return getattr(line, name) if name in said else new if old is None else old

        further = dict(held.further) if held else {}
        if more:
            further = {}
        if extra := more.get(one.number):
            key = extra.place, extra.position
            old = held.further.get(key, (None, None, None)) if held else (None, None, None)
            further[key] = (
                value("supervisor", extra, old[0], ""),
                value("kind", extra, old[1], "employee"),
                value("on_leave", extra, old[2], "no"),
            )
        return Held(
            first_name=one.first_name,
            last_name=one.last_name,
            email=value("email", one, known.email if known else None, ""),
            place=one.place,
            position=one.position,
            supervisor=value("supervisor", one, held.supervisor if held else None, ""),
            kind=value("kind", one, held.kind if held else None, "employee"),
            on_leave=value("on_leave", one, held.on_leave if held else None, "no"),
            further=further,
        )

    def too_many(self, expected: Expected) -> bool:
        """Whether a second person must confirm."""
        return len(expected.of("left")) > max(0, MOST_LEAVING - len(self.loose))

    def take_in(
        self, staff: Sequence[Staff], more: dict[str, Staff], said: set[str], *, confirmed: bool
    ) -> None:
        """The roster is as the sheet says."""
        expected = self.expect(staff, more, said)
        new = {one.number: self.target(one, more, said) for one in staff}
        for number in expected.of("left"):
            self.people[number].active = False
            self.people[number].further = {}
        taken = {held.email for held in new.values()}
        for held in self.people.values():
            if not held.active and held.email in taken:
                held.email = ""
        self.people |= new
        self.places |= set(expected.of("place"))
        if "head" in said:
            self.heads |= {one.place: one.number for one in staff if one.head == "yes"}
        self.loose |= set(expected.of("left"))
        self.loose = set() if confirmed else {n for n in self.loose if not self.people[n].active}

    # How it is written down

    def write(self, staff: Sequence[Staff], more: dict[str, Staff], *, faults: Faults) -> File:
        """A file of these people, in one of the ways of HR systems, with `faults` in it."""
        chance = self.chance
        form = Form(chance, staff, faults)
        above = chance.choice([[], [], [["Marlow Bend Schools"], ["Active staff", "8/1/2026"], []]])
        lines: list[list[str]] = [*above, form.heading]
        rows: dict[int, int] = {}
        for at, one in enumerate(staff):
            rows[at] = len(lines) + 1
            lines += form.lines(one, at)
            if one.number in more:
                lines.append(form.line(more[one.number]))
            if chance.random() < 0.05:
                lines.append([""] * chance.randrange(3))
        if form.has_status:
            lines += [[*form.line(one)[:-1], "Terminated"] for one in self.gone[:3]]
        return self._lay_down(lines, rows, form, faults)

    def _lay_down(
        self,
        lines: list[list[str]],
        rows: dict[int, int],
        form: Form,
        faults: Faults,
    ) -> File:
        said = form.told
        if not faults.too_long and self.chance.random() < 0.3:
            content = workbook(lines, form.names.index("number"))
            if not faults.cut:
                return File(content, "staff.xlsx", said, rows)
            return File(content[: len(content) // 2], "staff.xlsx", said, rows, cut=(1, ""))
        ways = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"]
        encoding = self.chance.choice([way for way in ways if way not in faults.not_in])
        delimiter = self.chance.choice(",;\t|")
        begin = ""
        if self.chance.random() < 0.2:
            begin, rows = f"sep={delimiter}\r\n", {at: row + 1 for at, row in rows.items()}
        texts = [_csv([line], delimiter) for line in lines]
        whole = begin + "".join(texts)
        cut = None
        if faults.cut:
            row = rows[self.chance.randrange(len(rows) // 3, 2 * len(rows) // 3)]
            before = texts[: row - 1 - bool(begin)]
            whole = begin + "".join(before) + texts[len(before)][:1]
            cut = row, ""
        return File(whole.encode(encoding), "staff.csv", said, rows, cut=cut, encoding=encoding)


class Form:
    """Which columns a file has, in which order, and how its cells are written."""

    def __init__(self, chance: random.Random, staff: Sequence[Staff], faults: Faults) -> None:
        self.chance, self.faults = chance, faults
        fitting = [each for each in HEADINGS if faults.needed <= set(each.values())]
        headings = {
            printed: name
            for printed, name in chance.choice(fitting).items()
            if name not in OPTIONAL or chance.random() < 0.9 or name in faults.needed
        }
        columns = chance.sample(list(headings.items()), len(headings))
        self.names = [name for _, name in columns]
        self.has_status = "on_leave" not in self.names and chance.random() < 0.4
        self.beside = chance.sample(sorted(BESIDE), chance.randrange(4))
        self.heading = [*(printed for printed, _ in columns), *self.beside]
        self.told = {"first_name", "last_name", *self.names} - {"name"}
        if self.has_status:
            self.heading.append("Employment Status")
            self.told.add("on_leave")
        self.known = {one.number: one for one in staff}
        self.people = [one.name.lower() for one in staff]

    def lines(self, one: Staff, at: int) -> list[list[str]]:
        """Somebody's line, with its fault if it has one; sometimes another for the budget."""
        broken = self.faults.cells.get(at, {})
        line = self.line(one, broken=broken)
        if at in self.faults.too_long:
            return [[*line, "", "one too many"]]
        return [line, list(line)] if not broken and self.chance.random() < 0.1 else [line]

    def line(self, one: Staff, *, broken: Mapping[str, str] = MappingProxyType({})) -> list[str]:
        """A line as HR writes it, each time in another way."""
        chance = self.chance
        shown = {name: getattr(one, name) for name in self.names}
        ways = {"on_leave": ON_LEAVE[one.on_leave], "kind": KIND[one.kind]}
        ways["email"] = one.email, one.email, one.email.upper()
        ways["supervisor"] = self._boss(one.supervisor)
        shown |= {name: chance.choice(told) for name, told in ways.items() if name in shown}
        shown |= {name: cell for name, cell in broken.items() if name in shown}
        line = [f" {cell} " if chance.random() < 0.05 else cell for cell in shown.values()]
        line += [chance.choice(BESIDE[name]) for name in self.beside]
        return [*line, chance.choice(STATUS[one.on_leave])] if self.has_status else line

    def _boss(self, number: str) -> list[str]:
        """A supervisor as HR writes one: a number, an address or a name that nobody else has."""
        boss = self.known.get(number)
        ways = [number, number]
        if boss and boss.email and "email" in self.names:
            ways.append(boss.email)
        if boss and self.people.count(boss.name.lower()) == 1:
            ways += [boss.name, f"{boss.first_name} {boss.last_name}"]
        return ways


@dataclass
class Faults:
    """What makes a sheet be refused: cells by line of people, and what each must be told as."""

    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)
    """Line of people (not row) and column."""
    needed: set[str] = field(default_factory=set)
    not_in: set[str] = field(default_factory=set)
    too_long: set[int] = field(default_factory=set)
    unread: bool = False
    """Whether some row cannot be read, so that nothing is compared."""
    cut: bool = False
    bosses: dict[int, str] = field(default_factory=dict)
    """Line of people → the supervisor that is understood there all the same."""


def break_some(district: District, staff: Sequence[Staff], more: dict[str, Staff]) -> Faults:
    """One to four faults that no sheet may be applied with, each in a line of its own."""
    chance = district.chance
    faults = Faults(cut=chance.random() < 0.15)
    bosses = {one.supervisor for one in (*staff, *more.values())}
    free = [
        at
        for at, one in enumerate(staff)
        if one.number not in bosses and one.number not in more and one.head == "no"
    ]
    chance.shuffle(free)
    for name in chance.sample(sorted(BREAKS), chance.choice([1, 2, 3, 4])):
        BREAKS[name](faults, staff, free, chance)
    return faults


def _cell(column: str, value: str, *, unread: bool = True, boss: str | None = None):
    def breaks(faults: Faults, staff: Sequence[Staff], free: list[int], chance) -> None:
        at = free.pop()
        faults.cells[at] = {column: value.format(own=staff[at].number)}
        faults.told.append((at, column))
        faults.needed |= {column} & set(OPTIONAL)
        faults.unread |= unread
        if boss is not None:
            faults.bosses[at] = boss

    return breaks


def _lost_letter(faults, staff, free, chance) -> None:
    at = free.pop()
    broken = f"{staff[at].last_name}\ufffd"
    faults.cells[at] = {"last_name": broken, "name": f"{broken}, {staff[at].first_name}"}
    faults.told.append((at, "last_name"))
    faults.not_in.add("cp1252")
    faults.unread = True


def _same_number(faults, staff, free, chance) -> None:
    one, other = sorted((free.pop(), free.pop()))
    first, second = staff[one], staff[other]
    if first.first_name == second.first_name or first.last_name == second.last_name:
        return
    faults.cells[other] = {"number": first.number}
    faults.cells.setdefault(one, {})
    faults.told.append((other, "number"))
    faults.unread = True


def _same_address(faults, staff, free, chance) -> None:
    one, other = sorted((free.pop(), free.pop()))
    if not staff[one].email:
        return
    faults.cells[other] = {"email": staff[one].email}
    faults.told.append((other, "email"))
    faults.needed.add("email")
    faults.unread = True


def _ring(faults, staff, free, chance) -> None:
    """The first of all works under somebody who works under them."""
    below = [at for at, one in enumerate(staff) if one.supervisor == staff[0].number]
    at = next(at for at in below if any(o.supervisor == staff[at].number for o in staff))
    faults.cells[0] = {"supervisor": staff[at].number}
    faults.bosses[0] = staff[at].number
    faults.told.append((0, "supervisor"))
    faults.needed.add("supervisor")


def _too_long(faults, staff, free, chance) -> None:
    at = free.pop()
    faults.too_long.add(at)
    faults.told.append((at, ""))
    faults.unread = True


BREAKS = {
    "no place": _cell("place", ""),
    "no number": _cell("number", ""),
    "no address": _cell("email", "lou(at)marlow"),
    "error of Excel": _cell("position", "#N/A"),
    "long": _cell("position", "x" * 81),
    "kind": _cell("kind", "helper"),
    "nobody's number": _cell("supervisor", "99999", unread=False, boss=""),
    "own number": _cell("supervisor", "{own}", unread=False, boss=""),
    "lost letter": _lost_letter,
    "same number": _same_number,
    "same address": _same_address,
    "ring": _ring,
    "too many cells": _too_long,
}


def in_words(further: dict[tuple[str, str], tuple[str, str, str]]) -> str:
    """Further postings as a preview tells them."""
    return "; ".join(
        sorted(
            f"{position}, {place}"
            + (f" ({boss})" if boss else "")
            + (", volunteer" if kind == "volunteer" else "")
            + (", on leave" if on_leave == "yes" else "")
            for (place, position), (boss, kind, on_leave) in further.items()
        )
    )


def workbook(lines: Iterable[Sequence[str]], numbers: int) -> bytes:
    """The lines as Excel keeps them, behind a sheet of codes; employee numbers are numbers."""
    book = openpyxl.Workbook()
    book.active.title = "Codes"
    book.active.append(["Code", "Meaning"])
    sheet = book.create_sheet("Staff")
    for line in lines:
        sheet.append(
            [
                float(c) if at == numbers and c.strip().isdigit() else c or None
                for at, c in enumerate(line)
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(lines: Iterable[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()
