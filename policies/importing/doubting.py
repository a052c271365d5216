"""What to ask a person about the clauses that were found."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from policies.importing.blocks import Block
from policies.importing.parsed import Doubt
from policies.importing.placed import Placed
from policies.importing.solving import Place, Solution

_TWICE: Final = _("The number %(label)s is printed twice.")
_MISSING: Final = _("The number before %(label)s is missing.")
_WEAK: Final = _("“%(text)s” stands like a heading. Is it one?")
_WAYS: Final = {
    "joined": _("“%(label)s” may be part of the sentence before it."),
    "label": _("“%(label)s” may be the label of a clause."),
    "deeper": _("From “%(label)s” on, the clauses may belong one level deeper."),
    "higher": _("From “%(label)s” on, the clauses may belong one level higher."),
    "counted": _("“%(label)s” may be a letter or a Roman number."),
}


def doubts_about(placed: list[Placed], labelled: list[Block], solution: Solution) -> list[Doubt]:
    """Answer what to ask about the clauses; of items in a row with the same doubt, the first."""
    doubts: list[Doubt] = []
    rivals = {id(labelled[at]): rival for at, rival in solution.runners_up.items()}
    last = ""
    for position, each in enumerate(placed):
        rival = rivals.get(id(each.block))
        way = _way(each, rival) if rival is not None else ""
        if way and way != last:
            doubts.append(Doubt(_WAYS[way], "node", position, values={"label": _name(each)}))
        last = way
        if each.place is not None and each.place.repeated:
            doubts.append(Doubt(_TWICE, "node", position, values={"label": _name(each)}))
        if each.place is not None and each.place.skipped:
            doubts.append(Doubt(_MISSING, "node", position, values={"label": _name(each)}))
        if each.weak:
            doubts.append(Doubt(_WEAK, "node", position, values={"text": each.block.text}))
    return doubts


def _name(each: Placed) -> str:
    return each.block.label.printed if each.block.label else each.block.text[:20]


def _way(each: Placed, rival: Place) -> str:
    """Answer how the runner-up differs: joined, label, deeper, higher or counted otherwise."""
    if rival.depth < 0:
        return "joined"
    if each.place is None or each.place.depth < 0:
        return "label"
    if rival.depth == each.place.depth:
        return "counted"
    return "deeper" if rival.depth > each.place.depth else "higher"
