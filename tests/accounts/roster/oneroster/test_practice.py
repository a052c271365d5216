"""OneRoster exports as systems send them, many faults at once, over some months.

What each must do is recounted here from what was put into it: HR's people keep all but a missing
address, the others come, move and go with the export.
"""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, replace

import pytest

from accounts.models import Person, Place, Posting
from accounts.roster import applying, confirming, discarding
from accounts.roster.bringing import File, bring, look
from accounts.roster.models import Run
from accounts.roster.oneroster import package
from accounts.roster.oneroster.distilling import distil, distil_files
from accounts.roster.reading.table import UnreadableSheetError
from tests.accounts.roster.practice import MOST_LEAVING, in_words
from tests.accounts.roster.sheets import applied
from tests.accounts.roster.test_practice import (
    a_month_passes,
    everything,
    figures_of,
    lines,
    problems,
)
from tests.factories import oneroster, sheets
from tests.factories.district import set_up
from tests.factories.oneroster import Member

TITLES = {"teacher": "Teacher", "aide": "Aide", "counselor": "Counselor", "principal": "Principal"}
NOT_STAFF = (("student", "s1"),), (("guardian", "s1"),), (("parent", "s1"), ("relative", "s2"))
PLACES = {
    "d1": ("District Office", "district", ""),
    "s1": ("Northside School", "school", ""),
    "s2": ("Lakeview Middle", "school", ""),
    "p1": ("History (Northside School)", "department", "Northside School"),
    "p2": ("History (Lakeview Middle)", "department", "Lakeview Middle"),
}
"""What each org is called on the roster, whose top is HR's."""
KINDS = {name: (kind, parent) for name, kind, parent in PLACES.values()}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_exports_with_faults_of_practice(seed, tmp_path):
    live_through(Exports(seed), tmp_path, exports=3)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 300))
def test_many_exports_with_faults_of_practice(seed, tmp_path):
    live_through(Exports(seed), tmp_path, exports=6)


@dataclass
class Held:
    """Somebody whom only the export has, as they should stand on the roster."""

    first_name: str
    last_name: str
    email: str
    place: str
    position: str
    further: dict[tuple[str, str], tuple[str, str, str]]
    active: bool = True


class Exports:
    """HR's people, of whom some have no address, and the system's own members."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made-up people
        self.staff = sheets.staff(24, seed=seed)
        self.lacking = {one.number for one in self.staff[10:16]}
        self.staff = [
            replace(one, email="") if one.number in self.lacking else one for one in self.staff
        ]
        self.addresses = {one.number: one.email for one in self.staff}
        self.version = self.chance.choice(["1.1", "1.2"])
        self.members: list[Member] = []
        self.away: list[Member] = []
        self.people: dict[str, Held] = {}
        self.places: set[str] = {one.place for one in self.staff}
        self.loose: set[str] = set()
        self.newest = 0
        for _ in range(self.chance.randrange(9, 16)):
            self._join()

    def _join(self, **fields) -> Member:
        self.newest += 1
        key = f"guid-{self.newest}"
        chance = self.chance
        one = Member(
            key,
            **{
                "first_name": chance.choice(sheets.FIRST),
                "last_name": chance.choice(sheets.LAST),
                "identifier": chance.choice(["", f"S{self.newest}"]),
                "email": chance.choice(["", f"{key}@marlow.example"]),
                "roles": self._roles(),
                **fields,
            },
        )
        self.members.append(one)
        return one

    def _roles(self):
        """One or two, at different places."""
        chance = self.chance
        orgs = chance.sample(sorted(PLACES), chance.choice([1, 1, 2]))
        return tuple((chance.choice(sorted(TITLES)), org) for org in orgs)

    def live_on(self) -> None:
        chance = self.chance
        chance.shuffle(self.members)
        many = chance.choice([0, 1, 2, 6, len(self.members) // 2])
        back = [one for one in self.away if chance.random() < 0.4]
        self.away = [one for one in self.away if one not in back] + self.members[:many]
        self.members = self.members[many:] + back
        for at, one in enumerate(self.members[:5]):
            self.newest += 1
            self.members[at] = replace(
                one,
                **chance.choice(
                    [
                        {"roles": self._roles()},
                        {"roles": self._roles(), "last_name": "McKay"},
                        {"first_name": "Chloé"},
                        {"email": f"other-{self.newest}@marlow.example"},
                        {"email": ""},
                    ]
                ),
            )
        for _ in range(chance.randrange(4)):
            self._join()

    def exported(self) -> list[Member]:
        """The members, HR's people under other names and roles, families, and who is no more."""
        chance = self.chance
        found = list(self.members)
        for one in chance.sample(self.staff, 12):
            known_by_address = bool(one.email) and chance.random() < 0.4
            found.append(
                Member(
                    f"hr-{one.number}",
                    chance.choice(sheets.FIRST),
                    chance.choice(sheets.LAST),
                    identifier="" if known_by_address else one.number,
                    email=one.email.upper() if known_by_address else self._offered(one),
                    roles=self._roles(),
                )
            )
        for at, roles in enumerate(NOT_STAFF):
            found.append(Member(f"x{at}", "Xavier", "Xu", f"X{at}", "", roles))
        for one in self.away[:2]:
            gone = {"enabled": "false"} if self.version == "1.1" else {"ends": "2025-06-30"}
            found.append(replace(one, **gone))
        chance.shuffle(found)
        return found

    def _offered(self, one) -> str:
        """Another address than HR's, one that somebody has, or none."""
        other = next(iter(self.addresses.values()))
        return self.chance.choice(["", other, f"sis{one.number}@marlow.example"])

    def expect(self, exported: list[Member]) -> dict:
        """The lines of the difference, and `people` as they are then."""
        told: dict = {}
        self.next = {number: replace(held) for number, held in self.people.items()}
        self.given: dict[str, str] = {}
        used: set[str] = set()
        taken = {held.email for held in self.people.values()} | set(self.addresses.values())
        for member in exported:
            number = member.key.removeprefix("hr-")
            if number in self.addresses:
                email = member.email.lower()
                if not self.addresses[number] and email and email not in taken:
                    told["changed", number] = {"email": ""}, {"email": email}
                    self.given[number] = email
            elif member in self.members:
                used |= self._line(member, told)
        here = {number_of(one) for one in self.members}
        for number, held in self.people.items():
            if held.active and number not in here:
                told["left", number] = {"place": held.place, "position": held.position}, None
                self.next[number].active, self.next[number].further = False, {}
        self.opened = {KINDS[name][1] or name for name in used} | used
        self.opened -= self.places
        for name in self.opened:
            kind, parent = KINDS[name]
            after = {"place_kind": kind, "parent": parent} if parent else {"place_kind": kind}
            told["place", name] = None, after
        return told

    def _line(self, member: Member, told: dict) -> set[str]:
        number = number_of(member)
        roles = member.roles
        if self.version == "1.1":
            roles = [(roles[0][0], org) for _role, org in roles]
        where = [(PLACES[org][0], TITLES[role]) for role, org in roles]
        (place, position), *others = where
        held = self.people.get(number)
        further = dict.fromkeys(others, ("", "employee", "no"))
        if not others and held and held.active:
            further = held.further
        new = Held(member.first_name, member.last_name, member.email, place, position, further)
        self.next[number] = new
        if held is None or not held.active:
            after = {"place": place, "position": position}
            after |= {"email": new.email} if new.email else {}
            after |= {"further": in_words(further)} if further else {}
            told["added" if held is None else "returned", number] = None, after
            return {place for place, _ in where}
        pairs = {
            name: (getattr(held, name), getattr(new, name))
            for name in ("first_name", "last_name", "email", "place", "position")
            if getattr(held, name) != getattr(new, name)
        }
        if held.further != further:
            pairs["further"] = in_words(held.further), in_words(further)
        if pairs:
            before, after = ({name: pair[i] for name, pair in pairs.items()} for i in (0, 1))
            told["changed", number] = before, after
        return {place for place, _ in where}

    def take_in(self, *, left: set[str], confirmed: bool) -> None:
        self.people, self.places = self.next, self.places | self.opened
        self.addresses |= self.given
        self.loose |= left
        self.loose = set() if confirmed else {n for n in self.loose if not self.people[n].active}

    def break_some(self) -> tuple[list[Member], list[tuple[str, str]]]:
        """Members whom no export may be applied with; key and column of each fault."""
        before = len(self.members)
        told = []
        for name in self.chance.sample(["name", "address", "org", "twins", "number"], 2):
            if name == "name":
                told.append((self._join(first_name="").key, "users.csv, givenName"))
            elif name == "address":
                told.append((self._join(email="lou(at)marlow").key, "users.csv, email"))
            elif name == "org":
                one = self._join(roles=(("teacher", "nowhere"),))
                told.append((one.key, "users.csv, orgSourcedId"))
            elif name == "twins":
                self._join(email="twin@marlow.example")
                told.append((self._join(email="twin@marlow.example").key, "email"))
            else:
                self._join(identifier="T1", first_name="Ann", last_name="One")
                one = self._join(identifier="T1", first_name="Ben", last_name="Two")
                told.append((one.key, "number"))
        broken, self.members = self.members[before:], self.members[:before]
        return broken, told

    def write(self, members: list[Member], folder) -> bytes:
        """The export as it is kept: from a zip, a folder of a zip, or a folder."""
        chance = self.chance
        encoding = chance.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
        files = {
            name: text.encode(encoding)
            for name, text in oneroster.files_of(
                members, version=self.version, misspelt=chance.random() < 0.5
            ).items()
        }
        way = chance.choice(["zip", "folder of a zip", "folder"])
        if way == "folder":
            self.newest += 1
            folder /= f"export-{self.newest}"
            folder.mkdir()
            for name, content in files.items():
                (folder / name).write_bytes(content)
            return distil_files(package.open_folder(folder))
        content = zipped(files, "" if way == "zip" else "Export 2026/")
        with pytest.raises(UnreadableSheetError, match="cut off or damaged"):
            distil(sheets.cut_in_half(content))
        return distil(content)


def number_of(member: Member) -> str:
    return member.identifier or member.key


def zipped(files: dict[str, bytes], folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(folder + name, content)
    return out.getvalue()


def live_through(district: Exports, folder, *, exports: int) -> None:
    set_up()
    assert applied(sheets.csv_of(district.staff)).state == "applied"
    bea = Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    for turn in range(exports):
        a_month_passes()
        if turn:
            district.live_on()
        refuse(district, folder)
        take_in(district, folder, bea)


def waiting(content: bytes) -> Run:
    file = File("export.zip", content)
    run = bring([file], source="upload", by=None, kind=Run.Kind.ONEROSTER, whole=False)
    return look(run)


def refuse(district: Exports, folder) -> None:
    broken, faults = district.break_some()
    exported = district.exported() + broken
    rows = {member.key: at for at, member in enumerate(exported, start=2)}
    before = everything()
    run = waiting(district.write(exported, folder))
    told = sorted(run.changes.filter(kind="problem").values_list("row", "column"))
    assert told == sorted((rows[key], column) for key, column in faults), problems(run)
    assert lines(run) == {}
    with pytest.raises(applying.ProblemsError):
        applying.apply(run, by=None)
    discarding.discard(run, by=None)
    assert everything() == before


def take_in(district: Exports, folder, second: Person) -> None:
    exported = district.exported()
    content = district.write(exported, folder)
    expected = district.expect(exported)
    hr = held_by_hr()
    run = waiting(content)
    assert problems(run) == []
    assert lines(run) == expected
    left = {number for kind, number in expected if kind == "left"}
    assert figures_of(run)["left"] == len(left)
    held = len(left) > max(0, MOST_LEAVING - len(district.loose))
    before = everything()
    run = applying.apply(run, by=None)
    assert run.state == ("to_be_confirmed" if held else "applied")
    if held:
        assert everything() == before
        run = confirming.confirm(run, by=second)
        assert run.state == "applied"
    district.take_in(left=left, confirmed=held)
    compare(district, hr)
    after = everything()
    again = waiting(content)
    assert (lines(again), problems(again)) == ({}, [])
    assert again.unchanged == len(district.members)
    assert applying.apply(again, by=None).state == "applied"
    assert everything() == after


def held_by_hr() -> list:
    rows = Posting.objects.filter(person__number__startswith="1").order_by("pk")
    return list(rows.values("person__family_name", "person__given_name", *POSTED))


POSTED = ("pk", "place", "position", "supervisor", "kind", "on_leave", "primary", "since", "until")


def compare(district: Exports, hr: list) -> None:
    assert held_by_hr() == hr
    people = Person.objects.exclude(number=None)
    found = {one.number: (one.email or "", one.is_active) for one in people}
    assert found == {
        **{number: (email, True) for number, email in district.addresses.items()},
        **{number: (held.email, held.active) for number, held in district.people.items()},
    }
    held = (
        Posting.objects.current()
        .filter(person__is_active=True)
        .exclude(person__number__in=district.addresses)
    )
    posted: dict[str, list] = {}
    for each in held.select_related("person", "place", "supervisor"):
        row = (each.primary, each.place.name, each.position, each.supervisor, each.kind)
        posted.setdefault(each.person.number, []).append(row)
    assert {number: sorted(rows) for number, rows in posted.items()} == {
        number: sorted(
            [
                (True, one.place, one.position, None, "employee"),
                *((False, *where, None, "employee") for where in one.further),
            ]
        )
        for number, one in district.people.items()
        if one.active
    }
    assert set(Place.objects.values_list("name", flat=True)) == district.places
