"""What an import found: the policy's head, its clauses, its references, and what was left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NodeKind = Literal["heading", "para", "item", "cont", "row"]


@dataclass(slots=True)
class Node:
    """One clause.

    `depth` counts the items around it; a continuation has the depth of the item it continues.
    `label` is as printed; `shown_label` differs where every item is printed `1.` and a reader
    counts. `line` and `end` are the first and last line of the file it came from; `references`
    are printed lines such as (cf. 5117 – …) that belong to it.
    """

    kind: NodeKind
    text: str
    label: str = ""
    depth: int = 0
    level: int = 0
    shown_label: str = ""
    line: int = 0
    end: int = 0
    references: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"depth": self.depth, "kind": self.kind, "label": self.label, "text": self.text}


@dataclass(slots=True)
class Doubt:
    """Something a person should look at: `about` names the field or "node", `node` its index.

    `suggestion` is what the importer would put there, or did put there as the likelier reading.
    """

    asks: StrOrPromise
    about: str
    node: int | None = None
    suggestion: str = ""
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The question in the reader's language."""
        return str(self.asks) % self.values if self.values else str(self.asks)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date printed in the head or foot; `iso` is None where it says Pending."""

    type: str
    iso: str | None
    printed: str

    def as_json(self) -> dict[str, Any]:
        return {"type": self.type, "iso": self.iso, "printed": self.printed}


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Another policy's code with the title printed beside it, if any.

    `before` is the word for its kind that is printed before the code, such as AR.
    """

    code: str
    title: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A printed legal reference and the heading it stands under, if any."""

    text: str
    group: str = ""


@dataclass(slots=True)
class Parsed:
    """A policy as read from a file. `kind` is policy, rule, exhibit or handbook."""

    file: str = ""
    title: str = ""
    code: str | None = None
    also_codes: list[str] = field(default_factory=list)
    kind: str = "policy"
    dates: list[FoundDate] = field(default_factory=list)
    legal_refs: list[LegalReference] = field(default_factory=list)
    cross_refs: list[CrossReference] = field(default_factory=list)
    inline_cross_refs: list[CrossReference] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    meta: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Answer the object that `import_policies --parse-only --json` prints for a file."""
        return {
            "file": self.file,
            "title": self.title,
            "code": self.code,
            "kind": self.kind,
            "dates": [date.as_json() for date in self.dates],
            "legal_refs": [reference.text for reference in self.legal_refs],
            "cross_refs": _once(self.cross_refs),
            "inline_cross_refs": _once(self.inline_cross_refs),
            "nodes": [node.as_json() for node in self.nodes],
            "meta": self.meta,
            "dropped": self.dropped,
            "doubts": [doubt.message for doubt in self.doubts],
        }


def _once(references: list[CrossReference]) -> list[str]:
    return list(dict.fromkeys(reference.code for reference in references))
