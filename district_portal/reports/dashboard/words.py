"""Figures in words: per cent, "12 of 36", and groups by age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Group:
    """Ages from `first` to `last`, both included; without a last one everything above."""

    label: Any
    first: int
    last: int | None = None


def grouped(ages: Iterable[tuple[int, int]], groups: Sequence[Group]) -> list[int]:
    """How many there are in each of the groups, out of pairs of an age and how many have it."""
    found = [0] * len(groups)
    for age, number in ages:
        for n, group in enumerate(groups):
            if age >= group.first and (group.last is None or age <= group.last):
                found[n] += number
                break
    return found


def number(value: float, decimals: int = 0) -> str:
    """A figure as people here write it: 1,234."""
    return str(number_format(value, decimals, use_l10n=True, force_grouping=True))


def percent(part: int, whole: int) -> str:
    """So many per cent, cut off, so that only all of it is 100%; a dash of nothing."""
    return f"{100 * part // whole}%" if whole else "–"


def of(part: int, whole: int) -> str:
    """Both figures: 12 of 36."""
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}
