"""The orgs of a OneRoster export as places: schools and departments below the district."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from accounts.roster.oneroster import rows
from accounts.roster.oneroster.package import Files
from accounts.roster.reading.entries import LONGEST
from accounts.roster.reading.sheet import PlaceEntry, Problem

FIELDS: Final = ("sourcedId", "status", "name", "type", "parentSourcedId")
GONE: Final = frozenset({"tobedeleted", "inactive"})
_KINDS: Final = {"school": "school", "department": "department", "district": "district"}
_ABOVE: Final = frozenset({"state", "national"})
"""What stands above a district is no place of it; “local” is a district’s other name."""


def read_places(files: Files, problems: list[Problem]) -> dict[str, PlaceEntry]:
    """Each place by its sourcedId; a name that stands twice has the one above it in brackets."""
    orgs = {
        row["sourcedId"]: row
        for _number, row in rows.read("orgs.csv", files["orgs.csv"], FIELDS, problems)
        if row["sourcedId"] and row["name"] and _is_here(row)
    }
    names = _names(orgs)
    return {
        key: PlaceEntry(
            names[key],
            _KINDS.get(row["type"].lower(), "district"),
            names.get(row["parentSourcedId"], ""),
        )
        for key, row in orgs.items()
    }


def _is_here(row: rows.Row) -> bool:
    return row["status"].lower() not in GONE and row["type"].lower() not in _ABOVE


def _names(orgs: Mapping[str, rows.Row]) -> dict[str, str]:
    times = Counter(row["name"].lower() for row in orgs.values())
    names: dict[str, str] = {}
    for key, row in orgs.items():
        above = orgs.get(row["parentSourcedId"])
        name = row["name"]
        if times[name.lower()] > 1 and above:
            name = f"{name} ({above['name']})"
        names[key] = name[: LONGEST["place"]]
    return names
