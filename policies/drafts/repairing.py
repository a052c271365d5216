"""Repairs of many clauses at once, as an import needs them: what is alike, and one act on all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.district.keeping_words import in_own_language
from policies.drafts import orphaning, rearranging
from policies.drafts.editing import excerpt, is_untouched
from policies.drafts.undoing import Change, make
from policies.models import Draft

if TYPE_CHECKING:
    from accounts.models import Person

Node = rearranging.Node

FEWEST_REPEATS: Final = 3
"""A line that stands so often may be a running head."""
LONGEST_REPEAT: Final = 100
"""Letters of a running head at most."""


def repeated(nodes: Sequence[Node]) -> list[list[int]]:
    """Ids of clauses that read the same but for their digits, group by group.

    Only what is as short as a running head and stands often enough to be one.
    """
    groups: dict[str, list[int]] = {}
    for node in nodes:
        if 0 < len(node["text"]) <= LONGEST_REPEAT:
            groups.setdefault(_shape(node), []).append(node["id"])
    return [group for group in groups.values() if len(group) >= FEWEST_REPEATS]


def alike(nodes: Sequence[Node], number: int) -> list[int]:
    """Ids of all clauses of the kind, depth and sort of label that this one has, itself among them.

    Where nothing is printed before it, those in the same letters (capitals or not) and about
    as short. Raises NoSuchClauseError.
    """
    model = _manner(nodes[rearranging.find(nodes, number)])
    return [node["id"] for node in nodes if _manner(node) == model]


@in_own_language()
def change_all(
    draft: Draft,
    numbers: Iterable[int],
    *,
    revision: int,
    by: Person | None,
    kind: str | None = None,
    shift: int = 0,
) -> Draft:
    """Give several clauses another kind, or set them `shift` levels further in (or out).

    Raises StaleDraftError when one of them was edited since its maker saw it, NoSuchClauseError
    when one is gone.
    """
    chosen = list(dict.fromkeys(numbers))

    def change(draft: Draft) -> None:
        nodes = draft.nodes
        for number in chosen:
            if kind is not None:
                nodes = rearranging.change(nodes, number, kind=kind)
            if shift:
                nodes = rearranging.shift(nodes, number, by=shift)
        draft.text["nodes"] = nodes

    return _make(draft, chosen, change, revision=revision, by=by)


@in_own_language()
def drop_all(draft: Draft, numbers: Iterable[int], *, revision: int, by: Person | None) -> Draft:
    """Take several clauses out of the text. Raises as `change_all` does."""
    chosen = list(dict.fromkeys(numbers))

    def change(draft: Draft) -> None:
        orphaning.leave_out(draft, chosen)

    what = ngettext("Dropped %(n)d clause", "Dropped %(n)d clauses", len(chosen))
    return _make(draft, chosen, change, revision=revision, by=by, what=what % {"n": len(chosen)})


def drop_repeats(draft: Draft, number: int, *, revision: int, by: Person | None) -> Draft:
    """Take a repeated line out of the text, wherever it stands. Raises as `change_all` does."""
    rearranging.find(draft.nodes, number)
    groups = [group for group in repeated(draft.nodes) if number in group]
    return drop_all(draft, groups[0] if groups else [number], revision=revision, by=by)


@in_own_language()
def join_all(draft: Draft, numbers: Iterable[int], *, revision: int, by: Person | None) -> Draft:
    """Add each of several clauses to the one above it, if that is one of them too.

    Raises as `change_all` does.
    """
    chosen = set(numbers)

    def change(draft: Draft) -> None:
        nodes = draft.nodes
        for number in chosen:
            rearranging.find(nodes, number)
        for place in reversed(range(1, len(nodes))):
            if {nodes[place]["id"], nodes[place - 1]["id"]} <= chosen:
                nodes = rearranging.join(nodes, nodes[place]["id"])
        draft.text["nodes"] = nodes

    what = ngettext("Joined %(n)d clause", "Joined %(n)d clauses", len(chosen))
    return _make(
        draft, sorted(chosen), change, revision=revision, by=by, what=what % {"n": len(chosen)}
    )


@in_own_language()
def _make(
    draft: Draft,
    chosen: list[int],
    change: Change,
    *,
    revision: int,
    by: Person | None,
    what: str = "",
) -> Draft:
    if not what:
        one = len(chosen) <= 1
        words = _("Changed: %(clause)s") if one else _("Changed %(n)d clauses")
        first = excerpt(draft.nodes, chosen[0]) if chosen else _("nothing")
        what = words % {"clause": first, "n": len(chosen)}
    untouched = partial(is_untouched, numbers=chosen, revision=revision)
    return make(draft, what, change, revision=revision, by=by, holds=untouched)


def _shape(node: Node) -> str:
    return re.sub(r"\d+", "0", f"{node['label']} {node['text']}".casefold())


def _manner(node: Node) -> tuple[object, ...]:
    label = _label_shape(node["label"])
    if label:
        return node["kind"], node["depth"], node["level"], label
    text = node["text"]
    return node["kind"], node["depth"], node["level"], text.isupper(), len(text) <= LONGEST_REPEAT


def _label_shape(label: str) -> str:
    """(a) and (b) are (a), 1. and 22. are 1., II. is A.; a bullet is itself."""
    for sort, one in (("[0-9]+", "1"), ("[a-z]+", "a"), ("[A-Z]+", "A")):
        label = re.sub(sort, one, label)
    return label
