"""Words in a row within a sentence, joined as the reader's language joins them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import gettext as _


def any_of(words: Iterable[object]) -> str:
    """One of these: "Pat Novak or Ada Lindqvist"; nothing where there are none."""
    return _joined(_("%(first)s or %(last)s"), words)


def all_of(words: Iterable[object]) -> str:
    """Each of these: "Pat Novak and Ada Lindqvist"; nothing where there are none."""
    return _joined(_("%(first)s and %(last)s"), words)


def _joined(pair: str, words: Iterable[object]) -> str:
    told = [str(word) for word in words]
    return reduce(lambda first, last: pair % {"first": first, "last": last}, told) if told else ""
