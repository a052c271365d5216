"""The people of a OneRoster export who work in the district; all others are passed over at once.

Students, guardians, parents and relatives are skipped. Columns that nobody needs (passwords,
telephones, pronouns, grades) are never taken out of the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from accounts.roster.oneroster import rows
from accounts.roster.oneroster.package import Files
from accounts.roster.oneroster.places import GONE
from accounts.roster.reading.sheet import Problem

POSITIONS: Final[Mapping[str, str]] = {
    "teacher": "Teacher",
    "aide": "Aide",
    "counselor": "Counselor",
    "principal": "Principal",
    "administrator": "Administrator",
    "siteadministrator": "Site administrator",
    "districtadministrator": "District administrator",
    "systemadministrator": "System administrator",
    "proctor": "Proctor",
}
"""Role, in small letters → what the roster calls the position; roles of others are not here."""
STUDENT: Final = "student"
USERS: Final = (
    "sourcedId", "status", "enabledUser", "givenName", "familyName", "identifier",
    "userMasterIdentifier", "email", "orgSourcedIds", "role", "primaryOrgSourcedId",
)  # fmt: skip
ROLES: Final = (
    "userSourcedId", "status", "roleType", "role", "beginDate", "endDate", "orgSourcedId",
)  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One role of somebody: a word of POSITIONS, and the sourcedId of the org."""

    role: str
    org: str
    primary: bool = False


@dataclass
class Member:
    """Somebody of the staff. `gone` where a delta takes them away."""

    row: int
    key: str
    first_name: str
    last_name: str
    email: str
    numbers: list[str]
    """What HR may know them by; `key` is the export’s own."""
    gone: bool = False
    held: list[Held] = field(default_factory=list)


def read_staff(files: Files, problems: list[Problem], *, on: dt.date) -> list[Member]:
    """The staff on the day `on`, the primary role first.

    Version 1.1 has one role and several orgs with the user, 1.2 a file of roles with dates. Whoever
    is a student, too, is skipped; who has no role at all (in a delta) has none in `held`.
    """
    roles = _roles(files, problems, on=on) if "roles.csv" in files else None
    people: list[Member] = []
    for number, row in rows.read("users.csv", files["users.csv"], USERS, problems):
        held = _of_user(row) if row["role"] else (roles or {}).get(row["sourcedId"], [])
        if held is None and not row["role"] and row["status"].lower() in GONE:
            held = []  # their roles go with them
        if held is None or not row["sourcedId"]:
            continue
        if (row["role"] and not held) or row["enabledUser"].lower() in {"false", "0", "no"}:
            continue
        people.append(_member(number, row, held))
    return people


def _member(number: int, row: rows.Row, held: list[Held]) -> Member:
    numbers = [row["identifier"], row["userMasterIdentifier"]]
    return Member(
        row=number,
        key=row["sourcedId"],
        first_name=row["givenName"],
        last_name=row["familyName"],
        email=row["email"].lower(),
        numbers=[each for each in numbers if each],
        gone=row["status"].lower() in GONE,
        held=sorted(held, key=lambda each: not each.primary),
    )


def _of_user(row: rows.Row) -> list[Held] | None:
    """The roles of a user of 1.1; None for students and those who do not work here."""
    role = plain(row["role"])
    if role not in POSITIONS:
        return None
    first = row["primaryOrgSourcedId"]
    orgs = rows.listed(row["orgSourcedIds"]) or [first]
    return [Held(role, org, org == (first or orgs[0])) for org in orgs if org]


def _roles(files: Files, problems: list[Problem], *, on: dt.date) -> dict[str, list[Held] | None]:
    """The roles of staff by user; None for students and for whoever has other roles only."""
    found: dict[str, list[Held] | None] = {}
    students: set[str] = set()
    others: set[str] = set()
    for _number, row in rows.read("roles.csv", files["roles.csv"], ROLES, problems):
        user, role = row["userSourcedId"], plain(row["role"])
        if role == STUDENT:
            students.add(user)
        elif role not in POSITIONS or row["status"].lower() in GONE or not _lasts(row, on):
            others.add(user)
        else:
            primary = row["roleType"].lower() == "primary"
            held = found.setdefault(user, [])
            assert held is not None  # noqa: S101 - only lists are put there so far
            held.append(Held(role, row["orgSourcedId"], primary))
    return found | dict.fromkeys(others - found.keys()) | dict.fromkeys(students)


def _lasts(row: rows.Row, on: dt.date) -> bool:
    begins, ends = rows.day(row["beginDate"]), rows.day(row["endDate"])
    return (begins is None or begins <= on) and (ends is None or ends >= on)


def plain(role: str) -> str:
    """A role as POSITIONS has it."""
    return "".join(filter(str.isalpha, role.lower()))
