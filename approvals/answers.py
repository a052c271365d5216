"""What a form hands to the rules: checked answers, and the words in which people saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from accounts.models import Place, Posting


class Said(TypedDict):
    """One answer as the requester saw it; `name` is the field's."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A complete form.

    `values` are plain (JSON) and read by rules; `words` are shown to people, now and in ten
    years. `about` is what the request is about in one spelling, `creates` what approval brings
    into being, empty for nothing.
    """

    values: Mapping[str, Any]
    words: Sequence[Said]
    title: str
    about: str
    posting: Posting | None
    place: Place
    creates: str = ""
