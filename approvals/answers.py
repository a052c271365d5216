"""What a form hands to the rules: checked answers, and the words in which people saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NotRequired, TypedDict

from accounts.models import Place, Posting

BETWEEN: Final = "; "
"""Between several answers to one question."""


class Said(TypedDict):
    """One answer as the requester saw it; `name` is the field's.

    What was `chosen` is in words of the portal's own, and a `day` (ISO) was chosen too: each reader
    may see both in their language.

    Where a request would change what is there: `before` is what stands there today, `same` that it
    would stay so.
    """

    name: str
    label: str
    text: str
    chosen: NotRequired[bool]
    day: NotRequired[str]
    before: NotRequired[str]
    same: NotRequired[bool]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A complete form.

    `values` are plain (JSON) and read by rules; `words` are shown to people, now and in ten
    years. `about` is what the request is about in one spelling, `creates` what approval brings
    into being, empty for nothing. `promises_of` is the kind whose promises are asked, the
    request's own where it is empty; those that were `promised` already, in these words, are not
    asked for once more.
    """

    values: Mapping[str, Any]
    words: Sequence[Said]
    title: str
    about: str
    posting: Posting | None
    place: Place
    creates: str = ""
    promises_of: str = ""
    promised: frozenset[str] = frozenset()
