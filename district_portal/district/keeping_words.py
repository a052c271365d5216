"""In which language the portal writes down what everybody reads later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext


@contextmanager
def in_own_language() -> Iterator[None]:
    """What is kept is in the portal's own language, whoever has it written.

    For a block, or a whole function. Not for what an error tells the person who made it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        yield


def own_words(words: str) -> str:
    """`words` in the portal's own language; imported as `_` where all of them are kept."""
    with in_own_language():
        return gettext(words)


def as_read(kept: str) -> str:
    """`kept` in the language of whoever reads it, where it is, word for word, a message of ours.

    What somebody typed stays as it is, and so does what was put together with a name or number.
    """
    return gettext(kept) if kept else ""
