"""OneRoster exports of a made-up district, as student information systems write them.

    content = oneroster.zipped([oneroster.Member("u1", "Lou", "Berg", identifier="8")])

Every export has a student, a guardian and their secrets, which must never be seen again.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SECRETS = ("Tr0ub4dor-secret", "2013-04-17-born", "Petra Pupil", "Gwen Guardian", "555-0199")
"""What stands in each export and may be nowhere else."""

ORGS = (
    ("d1", "Marlow Bend", "local", ""),
    ("s1", "Northside School", "school", "d1"),
    ("s2", "Lakeview Middle", "school", "d1"),
    ("p1", "History", "department", "s1"),
    ("p2", "History", "department", "s2"),
)
USERS = {
    "1.1": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
        "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
    ),
    "1.2": (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
        "userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
        "primaryOrgSourcedId,pronouns"
    ),
}
ROLES = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
    "orgSourcedId,userProfileSourcedId"
)
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex"
MISSPELT = {
    "dateLastModified": "dataLastModified",
    "givenName": "givenNname",
    "familyName": "famillyName",
    "orgSourcedId": "orgSoucedId",
    "userSourcedId": "userSourceId",
    "parentSourcedId": "parentSoucredId",
    "identifier": "identifer",
}


@dataclass(frozen=True)
class Member:
    """Somebody of an export; `roles` are pairs of a role and an org, the first one primary."""

    key: str
    first_name: str
    last_name: str
    identifier: str = ""
    email: str = ""
    roles: Sequence[tuple[str, str]] = (("teacher", "s1"),)
    status: str = ""
    begins: str = ""
    ends: str = ""
    enabled: str = "true"


PUPIL = Member("pupil", "Petra", "Pupil", "P1", "petra@pupils.example", (("student", "s1"),))
GUARDIAN = Member("guardian", "Gwen", "Guardian", "", "gwen@home.example", (("guardian", "s1"),))


def files_of(
    members: Iterable[Member],
    *,
    version: str = "1.2",
    mode: str = "bulk",
    orgs: Sequence[tuple[str, str, str, str]] = ORGS,
    misspelt: bool = False,
) -> dict[str, str]:
    """The files by name, with a student and a guardian beside `members`."""
    everybody = [*members, PUPIL, GUARDIAN]
    files = {
        "manifest.csv": _csv(
            "propertyName,value",
            [("oneroster.version", version), ("file.users", mode), ("file.orgs", mode)],
        ),
        "orgs.csv": _csv(
            "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
            [(key, "", "", name, kind, "", above) for key, name, kind, above in orgs],
        ),
        "users.csv": _csv(USERS[version], [_user(one, version) for one in everybody]),
        "demographics.csv": _csv(DEMOGRAPHICS, [("pupil", "", "", "2013-04-17-born", "female")]),
        "enrollments.csv": "sourcedId,status\r\n",
    }
    if version == "1.2":
        files["roles.csv"] = _csv(ROLES, [row for one in everybody for row in _roles(one)])
        files["userProfiles.csv"] = _csv("sourcedId,password", [("x", "Tr0ub4dor-secret")])
    if misspelt:
        files = {name: _misspell(text) for name, text in files.items()}
    return files


def zipped(
    members: Iterable[Member] = (),
    *,
    folder: str = "",
    extra: Mapping[str, str] | None = None,
    **how,
) -> bytes:
    """The files as a zip, inside a `folder` of it; `extra` are others, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**files_of(members, **how), **(extra or {})}.items():
            package.writestr(folder + name, "\ufeff" + text)
    return out.getvalue()


def unpacked(folder: Path, members: Iterable[Member] = (), **how) -> Path:
    """The files in a folder."""
    for name, text in files_of(members, **how).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def growing(megabytes: int = 200) -> bytes:
    """A small zip whose users.csv unpacks to more than any district has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("orgs.csv", "sourcedId,name\r\n")
        with package.open("users.csv", "w") as users:
            for _time in range(megabytes):
                users.write(b"x" * 1_000_000)
    return out.getvalue()


def lying(megabytes: int = 200) -> bytes:
    """As `growing`, but its list of parts calls the file small."""
    content = bytearray(growing(megabytes))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(content)


def _user(one: Member, version: str) -> list[str]:
    start = [one.key, one.status, "2026-08-01T00:00:00.000Z" if one.status else "", one.enabled]
    named = [
        one.key, "", one.first_name, one.last_name, "", one.identifier, one.email,
        "555-0199", "555-0199", "", "", "Tr0ub4dor-secret",
    ]  # fmt: skip
    if version == "1.1":
        orgs = ",".join(dict.fromkeys(org for _role, org in one.roles))
        return [*start, orgs, one.roles[0][0] if one.roles else "", *named]
    return [*start, *named, "", "", "", "", one.roles[0][1] if one.roles else "", "they/them"]


def _roles(one: Member) -> list[list[str]]:
    return [
        [
            f"{one.key}-{at}", one.status, "", one.key, "secondary" if at else "primary", role,
            one.begins, one.ends, org, "",
        ]
        for at, (role, org) in enumerate(one.roles)
    ]  # fmt: skip


def _csv(heading: str, rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([heading.split(","), *rows])
    return out.getvalue()


def _misspell(text: str) -> str:
    heading, rest = text.split("\r\n", 1)
    names = [MISSPELT.get(name, name) for name in heading.split(",")]
    return "\r\n".join([",".join([*names, "metadata.note", "", ""]), rest])
