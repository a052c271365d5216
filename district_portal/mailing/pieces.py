"""Of which pieces the mails are made whose text the district may write.

The part of the portal that sends a kind of mail gives its pattern: the names that can stand in
braces, what must not be missing, the text as it is without the district, and an example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from district_portal.mailing.filling import Link, Values

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """A name that can stand in braces; `fills_a_line` when it is a list, a quote or the link."""

    name: str
    meaning: StrOrPromise
    fills_a_line: bool = False


@dataclass(frozen=True)
class Pattern:
    """How a kind of mail is written.

    `fill` turns the context with which a mail was queued into what stands for the names of
    `words`. Of `subject_needs` one must stand in the subject, of `body_needs` all in the body.
    `example` is a context of nobody real. `label` of a context is what the link is called.
    """

    words: tuple[Word, ...]
    subject: StrOrPromise
    body: StrOrPromise
    fill: Callable[[Context], Values]
    label: Callable[[Context], str]
    example: Callable[[], Context]
    subject_needs: tuple[str, ...] = ()
    body_needs: tuple[str, ...] = ("link",)

    def meaning(self, name: str) -> str:
        """What stands for a name, in words."""
        return next(str(word.meaning) for word in self.words if word.name == name)

    def values(self, context: Context, *, called: str, district: str, link: str) -> Values:
        """What stands for each name in a mail to the one who is `called` so."""
        common = {"first name": called, "district": district}
        return {**common, **self.fill(context), "link": Link(self.label(context), link)}


COMMON: Final = (
    Word("first name", _("how the person is called")),
    Word("district", _("the name of the district")),
    Word("link", _("the one link, which leads to the task"), fills_a_line=True),
)
_patterns: dict[str, Pattern] = {}


def made_of(name: str, pattern: Pattern) -> None:
    """Let the district write the text of the mails of that name."""
    _patterns[name] = pattern


def pattern_of(name: str) -> Pattern | None:
    """The pattern of a kind of mail, None where the text is the portal's own."""
    return _patterns.get(name)


def patterns() -> Mapping[str, Pattern]:
    """Every kind whose text the district may write."""
    return dict(_patterns)
