"""What a document holds beside its text: tracked changes, comments, pictures, hidden words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from policies.importing.parsed import Doubt

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(slots=True)
class Aside:
    """Counts what was met on the way, and keeps the words that are not taken in."""

    dropped: list[str] = field(default_factory=list)
    moved_from: list[str] = field(default_factory=list)
    moved_to: list[str] = field(default_factory=list)
    inserted: int = 0
    deleted: int = 0
    moved: int = 0
    comments: int = 0
    hidden: int = 0
    pictures: int = 0
    embedded: int = 0

    def drop(self, text: str) -> None:
        """Keep words that are left out, to be shown as such."""
        for line in text.split("\n"):
            if cleaned := " ".join(line.split()):
                self.dropped.append(cleaned)

    def delete(self, text: str) -> None:
        """Count a deletion, and keep its words as left out."""
        self.deleted += 1
        self.drop(text)

    def finish(self) -> list[str]:
        """Answer all that is left out: moved words only where they did not arrive."""
        arrived = "".join("".join(self.moved_to).split())
        for text in self.moved_from:
            if "".join(text.split()) not in arrived:
                self.drop(text)
        return self.dropped

    def doubts(self) -> list[Doubt]:
        """Answer what a person should know before the text is published."""
        found: list[Doubt] = []
        if self.inserted or self.deleted or self.moved:
            found.append(
                _doubt(
                    _(
                        "The document has tracked changes. They were read as if all were accepted:"
                        " insertions %(inserted)s, deletions %(deleted)s, moved passages %(moved)s."
                        " Is that the text to publish?"
                    ),
                    inserted=self.inserted,
                    deleted=self.deleted,
                    moved=self.moved,
                )
            )
        if self.comments:
            words = _("The document has comments by reviewers (%(n)s). Have they been settled?")
            found.append(_doubt(words, n=self.comments))
        if self.hidden:
            words = _("The document has hidden words (%(n)s passages). They were left out.")
            found.append(_doubt(words, n=self.hidden))
        if self.pictures:
            words = _("The document has pictures (%(n)s). Words in them can’t be read.")
            found.append(_doubt(words, n=self.pictures))
        if self.embedded:
            words = _("Another file is embedded in the document (%(n)s). It was not read.")
            found.append(_doubt(words, n=self.embedded))
        return found


def _doubt(asks: StrOrPromise, **counts: int) -> Doubt:
    return Doubt(asks, "text", values={name: str(count) for name, count in counts.items()})
