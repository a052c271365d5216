"""A language in which every message of the portal stands in brackets, so that one sees it was told.

For tests of what is kept: whoever acts while it is spoken must leave no bracket behind.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import trans_real

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE, OPEN, CLOSE = "qpt", "⟦", "⟧"


class _Bracketed(trans_real.DjangoTranslation):
    def __init__(self) -> None:
        super().__init__("en")

    def to_language(self) -> str:
        return CODE

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message.rsplit(trans_real.CONTEXT_SEPARATOR, maxsplit=1)[-1]}{CLOSE}"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


@contextmanager
def spoken() -> Iterator[None]:
    """Within it every message is told in that language."""
    trans_real._translations[CODE] = _Bracketed()
    try:
        with translation.override(CODE):
            yield
    finally:
        del trans_real._translations[CODE]
