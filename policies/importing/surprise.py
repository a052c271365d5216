"""How much each way to place a label would surprise a reader; 0 is what everybody expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policies.importing.labels import Marker

if TYPE_CHECKING:
    from policies.importing.solving import Clue, OpenList

UNLIKELY_READING: Final = 0.25
_SKIP: Final = 1.6
_REPEAT: Final = 2.6
_BACKWARD: Final = 5.0
_NOT_FROM_ONE: Final = 3.5
_UNINTRODUCED: Final = 0.8
_MISPLACED: Final = 2.5
_FARTHEST: Final = 5.0
_SAME_STYLE: Final = 1.2
_CLOSED: Final = 2.2
_UNINDENTED: Final = 1.6


def same_series(one: Marker, other: Marker) -> bool:
    """Whether two labels can count in one list."""
    if one.system != other.system:
        return False
    if one.system.startswith("decimal"):
        return True
    if one.style != other.style:
        return "auto" in (one.style, other.style)
    return True


def counted_on(last: Marker, marker: Marker, *, auto: bool) -> Marker:
    """Answer the marker that a list has reached after `marker`."""
    return Marker(marker.system, last.value + 1, marker.style) if auto else marker


def of_continuing(
    stack: tuple[OpenList, ...], level: int, marker: Marker, clue: Clue
) -> tuple[float, bool]:
    """Answer (surprise, whether the list counts by itself) if `marker` continues list `level`."""
    current = stack[level]
    auto = _counts_itself(current, marker, clue)
    cost = 0.0 if auto else _of_step(current.marker, marker)
    cost += 0.1 * (len(stack) - 1 - level)
    cost += _of_indent(current.indent, clue)
    if clue.after_colon and marker.system != "bullet" and not clue.after_heading:
        cost += 0.9 if level == len(stack) - 1 else 0.4
    if clue.after_heading:
        cost += 0.5 if marker.value > 1 and not auto else 1.5
    if clue.after_text and (auto or marker.system == "bullet"):
        cost += 0.6
    return cost, auto


def of_opening(stack: tuple[OpenList, ...], level: int, marker: Marker, clue: Clue) -> float:
    """Answer the surprise if `marker` opens a list at `level`, closing all from there down."""
    cost = 0.0
    if marker.value != 1 and marker.system != "bullet":
        cost += _NOT_FROM_ONE + min(2.0, marker.value * 0.05)
    if marker.system.startswith("decimal"):
        cost += _of_decimal(stack, level, marker)
    if level == len(stack):
        return cost + (_of_child(stack, marker, clue) if stack else 0.3)
    return cost + _of_replacing(stack, level, marker, clue)


def of_no_label(clue: Clue) -> float:
    """Answer the surprise if what looks like a label is only the beginning of a line."""
    if clue.rejoin > 2:
        return 1.2
    return 3.0 if clue.rejoin > 0 else 5.5


def _counts_itself(current: OpenList, marker: Marker, clue: Clue) -> bool:
    """Whether the list prints the same number each time and leaves the counting to a program."""
    if marker.system == "bullet":
        return False
    if "auto" in (marker.style, current.marker.style):
        return True
    printed_again = marker.value == 1 and (current.marker.value == 1 or current.auto)
    return clue.counted and printed_again


def _of_step(last: Marker, marker: Marker) -> float:
    if marker.system == "bullet":
        return 0.0
    step = marker.value - last.value
    if marker.system.startswith("decimal") and marker.style != last.style:
        return 0.6 if marker.value == 1 else 3.0
    if step == 1:
        return 0.0
    if step == 0:
        return _REPEAT
    if step > 1:
        return _SKIP + min(4.0, 0.4 * step)
    return _BACKWARD


def _of_indent(expected: float, clue: Clue) -> float:
    if not clue.indents_tell:
        return 0.0
    off = abs(clue.indent - expected)
    return 0.15 * off if off <= 1 else min(_FARTHEST, 0.6 + 0.4 * (off - 2))


def _of_child(stack: tuple[OpenList, ...], marker: Marker, clue: Clue) -> float:
    parent = stack[-1]
    cost = 0.2 if clue.after_colon else _UNINTRODUCED
    if clue.after_heading:
        cost += 3.5
    elif clue.after_text and clue.indents_tell and clue.text_indent <= parent.indent:
        cost += _CLOSED
    elif clue.after_text and not clue.after_colon:
        cost += 0.6
    same_style = 0.0
    if any(same_series(each.marker, marker) for each in stack):
        same_style = 0.5 if clue.after_colon and not clue.after_text else _SAME_STYLE
    cost += same_style
    if clue.indents_tell:
        deeper = clue.indent - parent.indent
        if deeper > 1:
            return max(0.0, cost - 0.8 - same_style)
        cost += _MISPLACED if deeper < 0 else 0.4 if clue.after_colon else _UNINDENTED
    if (
        clue.after_text
        and clue.after_colon
        and not (clue.indents_tell and clue.indent > parent.indent)
    ):
        cost += 1.0
    return cost


def _of_replacing(stack: tuple[OpenList, ...], level: int, marker: Marker, clue: Clue) -> float:
    replaced = stack[level]
    cost = 0.1 * (len(stack) - level)
    if clue.after_heading and not level:
        return 0.1
    if clue.after_heading:
        cost += 0.5 + 0.8 * level
    elif clue.after_text:
        cost += 0.5 + 0.4 * level
    elif clue.after_colon:
        cost += 2.6
    else:
        cost += 2.2
    if level and clue.indents_tell and clue.indent <= stack[level - 1].indent:
        cost += _MISPLACED
    if clue.after_text and clue.text_indent <= replaced.indent + 1:
        return cost
    return cost + _of_indent(replaced.indent, clue)


def _of_decimal(stack: tuple[OpenList, ...], level: int, marker: Marker) -> float:
    """1.1 belongs below 1 and beside 1.2; it says its own depth."""
    parent_value = marker.style.removeprefix("decimal:").split(".")[-1]
    if level and str(stack[level - 1].marker.value) == parent_value:
        return -0.5
    return 0.3
