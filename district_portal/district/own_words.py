"""The one language of what is kept: a record reads the same, whoever acted and whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation


@contextmanager
def in_the_districts_words() -> Iterator[None]:
    """Within it, or in a function that it decorates, words are those of the district's language.

    That is LANGUAGE_CODE, in which policies are adopted. For what is stored, signed or recorded;
    what is only shown is in the language of its reader.
    """
    with translation.override(settings.LANGUAGE_CODE):
        yield
