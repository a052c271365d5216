"""A clause is left out and others stood below it: a person must say whether they may stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.district.keeping_words import in_own_language
from policies.drafts import rearranging

if TYPE_CHECKING:
    from policies.models import Draft

Node = rearranging.Node
Doubt = dict[str, Any]


def leave_out(draft: Draft, numbers: Sequence[int]) -> None:
    """Take clauses out of `draft`, which the caller holds and saves; what stood below is in doubt.

    Raises NoSuchClauseError.
    """
    nodes, dropped = draft.nodes, draft.dropped
    for number in numbers:
        nodes, dropped = rearranging.drop(nodes, dropped, number)
    draft.doubts += doubts(draft.nodes, nodes)
    draft.text["nodes"], draft.dropped = nodes, dropped


def doubts(before: Sequence[Node], after: Sequence[Node]) -> list[Doubt]:
    """A doubt, as Draft holds it, for each clause that is left out of `after` and left others.

    It stands at the first of them, and names in `dropped` the clause that is gone.
    """
    left = {node["id"]: place for place, node in enumerate(after)}
    found = []
    for place, node in enumerate(before):
        if node["id"] in left or node["kind"] != "item":
            continue
        below = [child for child in _below(before, place) if child["id"] in left]
        if below:
            found.append(_doubt(node, below, _above(after, left[below[0]["id"]])))
    return found


def without(found: Sequence[Doubt], number: int) -> list[Doubt]:
    """The doubts that are left once the clause `number` is back."""
    return [doubt for doubt in found if doubt.get("dropped") != number]


def _below(nodes: Sequence[Node], place: int) -> list[Node]:
    """The clauses one step below the one at `place`."""
    within = []
    for node in nodes[place + 1 :]:
        if node["kind"] == "heading" or node["depth"] <= nodes[place]["depth"]:
            break
        within.append(node)
    nearest = min((node["depth"] for node in within), default=0)
    return [node for node in within if node["depth"] == nearest and node["kind"] == "item"]


def _above(nodes: Sequence[Node], place: int) -> Node | None:
    """The clause that the one at `place` stands below."""
    for node in reversed(nodes[:place]):
        if node["kind"] == "heading":
            return None
        if node["kind"] == "item" and node["depth"] < nodes[place]["depth"]:
            return node
    return None


@in_own_language()
def _doubt(gone: Node, below: Sequence[Node], above: Node | None) -> Doubt:
    stood = ngettext(
        "This clause stood below “%(gone)s”, which is left out.",
        "This clause and %(others)d more stood below “%(gone)s”, which is left out.",
        len(below),
    ) % {"gone": _named(gone), "others": len(below) - 1}
    now = _("Now it reads as a part of “%(above)s”.") % {"above": _named(above)} if above else ""
    question = _("Is that right?")
    return {
        "message": " ".join(part for part in (stood, now, question) if part),
        "about": "node",
        "node": below[0]["id"],
        "suggestion": "",
        "dropped": gone["id"],
    }


def _named(node: Node) -> str:
    return Truncator(f"{node['label']} {node['text']}".strip()).chars(50)
