"""The OpenAPI document in words, for the page on which people read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Document = dict[str, Any]


@dataclass(frozen=True)
class Named:
    """A parameter or a column: its name, what it is, and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class Resource:
    """One address, and all that is said of it."""

    name: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Named]
    columns: list[Named]
    answers: list[tuple[str, str]]


def resources(document: Document) -> list[Resource]:
    """Every resource of `document`, in its order."""
    return [
        Resource(
            name=asked["operationId"],
            path=path,
            summary=asked["summary"],
            description=asked.get("description", ""),
            scope=asked["tags"][0],
            parameters=list(_parameters(asked, document)),
            columns=list(_columns(asked, document)),
            answers=[(status, said["description"]) for status, said in asked["responses"].items()],
        )
        for path, methods in document["paths"].items()
        for asked in [methods["get"]]
    ]


def _parameters(asked: Document, document: Document) -> Iterator[Named]:
    for told in asked["parameters"]:
        kind = _kind(told["schema"], document)
        yield Named(told["name"], kind, told.get("description", ""))


def _columns(asked: Document, document: Document) -> Iterator[Named]:
    """Those of the rows, where it is a list; else its own."""
    schema = _meant(asked["responses"]["200"]["content"]["application/json"]["schema"], document)
    if "rows" in schema["properties"]:
        schema = _meant(schema["properties"]["rows"]["items"], document)
    for name, told in schema["properties"].items():
        yield Named(name, _kind(told, document), told.get("description", ""))


def _meant(schema: Document, document: Document) -> Document:
    """What a reference leads to; any other schema itself."""
    if "$ref" not in schema:
        return schema
    found: Document = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: Document, document: Document) -> str:
    """Which values there are, in a few words."""
    if "anyOf" in schema:
        each = [_kind(one, document) for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(each)
    schema = _meant(schema, document)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    words = {
        "date": _("day"),
        "date-time": _("moment"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "string": _("text"),
    }
    return words.get(schema.get("format", "")) or words[schema["type"]]
