"""What the lines above a policy's text say."""

import re
from dataclasses import dataclass, field

from policies.importing.datelines import LabelledDate
from policies.importing.references import References
from policies.importing.titles import TitleLine


@dataclass(slots=True)
class Head:
    """Title, code, kind, dates and references of the head, and its lines as printed in `meta`.

    `fronted`: front matter said it all, so that headings below it belong to the text.
    """

    title: str = ""
    code: str = ""
    kind: str = ""
    fronted: bool = False
    also_codes: list[str] = field(default_factory=list)
    dates: list[LabelledDate] = field(default_factory=list)
    references: References = field(default_factory=References)
    meta: list[str] = field(default_factory=list)

    def take(self, found: TitleLine) -> None:
        """Take what a title line says, where it isn't known yet."""
        self.title = self.title or found.title
        self.code = self.code or found.code
        self.kind = self.kind or found.kind
        self.also_codes += [code for code in found.also_codes if code not in self.also_codes]

    def is_titled(self, text: str) -> bool:
        """Whether `text` is the title once more."""
        return bool(self.title) and letters_of(text) == letters_of(self.title)


def letters_of(text: str) -> str:
    """Answer the letters and digits of `text` in lower case, to compare titles by."""
    return re.sub(r"[^a-z0-9]", "", text.lower())
