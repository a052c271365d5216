"""What a help page is made of, and how it names what stands on the screen.

A text puts the name of a button, link or heading in brackets: "Choose [Save decision]." The name is
the message that the button itself speaks, so that it reads alike in every language; what a button
fills in, such as a code, is written as it is in that message: "[Sign policy %(code)s]".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from PIL import Image

from district_portal.district import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.utils.functional import Promise
    from django.utils.safestring import SafeString

    from district_portal.permissions import Role

NAMED = re.compile(r"\[([^\]]+)\]")
"""What a text names of the screen, as messages."""
FILLED = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What one sees on the way, taken in the demo district by `make shots ARGS=help`."""

    name: str
    alt: Promise

    @property
    def path(self) -> str:
        """Its place among the static files."""
        return f"img/help/{self.name}.webp"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels. Raises FileNotFoundError where it was never taken."""
        return _size(self.path)


@dataclass(frozen=True, kw_only=True)
class HowTo:
    """One thing that somebody does, step by step."""

    heading: Promise
    steps: tuple[Promise, ...]
    note: Promise | str = ""
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A page of help for one kind of person.

    `roles` are those for whom it is meant, nobody's where it is for those who only visit; `pages`
    are the names of the addresses from which Help leads to it.
    """

    slug: str
    title: Promise
    whom: Promise
    lead: Promise
    how_tos: tuple[HowTo, ...]
    roles: frozenset[Role] = frozenset()
    pages: frozenset[str] = field(default_factory=frozenset)

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("help:topic", args=[self.slug])

    @property
    def texts(self) -> Iterator[Promise | str]:
        """Everything that may name what stands on the screen."""
        yield self.lead
        for how_to in self.how_tos:
            yield from how_to.steps
            yield how_to.note


def in_words(text: str | Promise) -> SafeString:
    """`text` as HTML, with the names as the screen shows them and the district's own words."""
    words = _with_own_words(str(text))
    pieces = NAMED.split(words)
    told = (
        format_html("<strong>{}</strong>", FILLED.sub("…", gettext(piece)))
        if place % 2
        else conditional_escape(piece)
        for place, piece in enumerate(pieces)
    )
    return mark_safe("".join(told))  # noqa: S308 – every piece was escaped


def _with_own_words(text: str) -> str:
    return text.replace("{supervisor}", wording.supervisor()).replace(
        "{administrator}", wording.administrator()
    )


@cache
def _size(path: str) -> tuple[int, int]:
    with Image.open(Path(settings.STATICFILES_DIRS[0]) / path) as image:
        return image.size
