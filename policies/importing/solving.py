"""Labels solved as one sequence: the nesting under which all of them make sense together.

A label alone is ambiguous: `i.` is one in Roman or the ninth letter, `1.` may open a list inside
another `1.`. So all readings are followed side by side along the file, each step costs as much as
it would surprise a reader, and the cheapest path wins. Where another path was nearly as cheap,
that is told as a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from policies.importing import surprise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.importing.labels import Marker

_BEAM: Final = 16
_STEPS: Final = 60_000
_CLOSE: Final = 0.6
_REMEMBERED: Final = 300
"""Labels that two readings are compared over: what lies farther back was told before."""
_DEEPEST: Final = 9


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a labelled block before its label is solved.

    `indent` is its left edge; `after_colon`: the text before it introduces a list;
    `after_heading`, `after_text`: such blocks stand between it and the label before, the text at
    `text_indent`;
    `rejoin` is how well it would continue the sentence before, were its label none.
    """

    markers: tuple[Marker, ...]
    indent: float = 0
    after_colon: bool = False
    after_heading: bool = False
    after_text: bool = False
    text_indent: float = 0
    rejoin: float = 0
    indents_tell: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list that is still open: how it counts, where it stands, where it has got to."""

    marker: Marker
    indent: float
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands: `depth` from 0, -1 for no label; `number` counts in its list.

    `continues`: the list it belongs to was open before; `repeated`, `skipped`: the number before
    it is the same, or isn't the one before.
    """

    depth: int
    marker: Marker | None = None
    number: int = 0
    continues: bool = False
    repeated: bool = False
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Solution:
    """The place of each label, and for doubtful ones the runner-up by its position."""

    places: list[Place]
    runners_up: dict[int, Place]


@dataclass(slots=True)
class _Rivals:
    """By position, where a close loser placed labels; `before` are those of earlier labels."""

    found: dict[int, tuple[float, Place]]
    before: _Rivals | None


@dataclass(slots=True)
class _Path:
    cost: float
    stack: tuple[OpenList, ...]
    key: tuple[int, ...] = ()
    place: Place | None = None
    before: _Path | None = None
    length: int = 0
    rivals: _Rivals | None = None


def solve(clues: list[Clue]) -> Solution:
    """Answer the places of all labels, taken as one sequence."""
    paths = [_Path(0.0, ())]
    beam = max(2, min(_BEAM, _STEPS // max(1, len(clues))))
    numbers: dict[tuple[Marker, bool], int] = {}
    for clue in clues:
        reached: dict[tuple[int, ...], _Path] = {}
        for path in paths:
            for cost, level, opened, place in _steps(path.stack, clue):
                key, total = path.key, path.cost + cost
                if opened is not None:
                    number = numbers.setdefault((opened.marker, opened.auto), len(numbers))
                    key = (*key[:level], number)
                rival = reached.get(key)
                if rival is not None and total - rival.cost >= _CLOSE:
                    continue
                stack = path.stack if opened is None else (*path.stack[:level], opened)
                step = _Path(total, stack, key, place, path, path.length + 1, path.rivals)
                reached[key] = step if rival is None else _better(step, rival)
        paths = sorted(reached.values(), key=_cost)[:beam]
    return _solution(paths)


def _cost(path: _Path) -> float:
    return path.cost


def _steps(
    stack: tuple[OpenList, ...], clue: Clue
) -> Iterator[tuple[float, int, OpenList | None, Place]]:
    """Yield (cost, level, list open there afterwards, place) for every way to place a label.

    All lists below `level` close; None: no list is touched.
    """
    for rank, marker in enumerate(clue.markers):
        bias = rank * surprise.UNLIKELY_READING
        for level, lists in enumerate(stack):
            if surprise.same_series(lists.marker, marker):
                cost, auto = surprise.of_continuing(stack, level, marker, clue)
                place = _continued(lists.marker, level, marker, auto=auto)
                moved = OpenList(
                    surprise.counted_on(lists.marker, marker, auto=auto), lists.indent, auto
                )
                yield cost + bias, level, moved, place
        opened = OpenList(marker, clue.indent)
        for level in range(min(len(stack), _DEEPEST) + 1):
            cost = surprise.of_opening(stack, level, marker, clue)
            yield cost + bias, level, opened, Place(level, marker, marker.value)
    yield surprise.of_no_label(clue), len(stack), None, Place(-1)


def _continued(last: Marker, level: int, marker: Marker, *, auto: bool) -> Place:
    step = 1 if auto or marker.system == "bullet" else marker.value - last.value
    return Place(
        level,
        marker,
        number=last.value + 1 if auto else marker.value,
        continues=True,
        repeated=step == 0,
        skipped=step > 1,
    )


def _better(one: _Path, other: _Path) -> _Path:
    """Answer the cheaper of two paths that came to the same lists, remembering the close loser."""
    winner, loser = (one, other) if one.cost <= other.cost else (other, one)
    margin = loser.cost - winner.cost
    if margin < _CLOSE:
        winner.rivals = _Rivals(_differences(winner, loser, margin), winner.rivals)
    return winner


def _differences(winner: _Path, loser: _Path, margin: float) -> dict[int, tuple[float, Place]]:
    """Answer, by position, where the loser placed a label otherwise than the winner."""
    found: dict[int, tuple[float, Place]] = {}
    one: _Path | None = winner
    other: _Path | None = loser
    for _ in range(_REMEMBERED):
        if one is None or other is None or one is other or one.place is None:
            break
        if other.place is not None and _shown(other.place) != _shown(one.place):
            found[one.length - 1] = (margin, other.place)
        one, other = one.before, other.before
    return found


def _shown(place: Place) -> tuple[int, str]:
    return place.depth, place.marker.system if place.marker and place.depth >= 0 else ""


def _of_all(rivals: _Rivals | None) -> dict[int, tuple[float, Place]]:
    """Answer the rivals of every position, the last found where there were several."""
    found: dict[int, tuple[float, Place]] = {}
    while rivals is not None:
        for position, rival in rivals.found.items():
            found.setdefault(position, rival)
        rivals = rivals.before
    return found


def _solution(paths: list[_Path]) -> Solution:
    best = paths[0]
    rivals = _of_all(best.rivals)
    for other in paths[1:]:
        margin = other.cost - best.cost
        if margin < _CLOSE:
            for position, rival in _differences(best, other, margin).items():
                rivals.setdefault(position, rival)
    places: list[Place] = []
    path: _Path | None = best
    while path is not None and path.place is not None:
        places.append(path.place)
        path = path.before
    places.reverse()
    return Solution(
        places,
        {
            position: place
            for position, (_margin, place) in sorted(rivals.items())
            if _shown(place) != _shown(places[position])
        },
    )
