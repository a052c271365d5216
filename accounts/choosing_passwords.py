"""Which passwords are refused: easily guessed ones. No rule asks for digits or signs.

Length and a list of what is common serve better than rules of composition, and a password that
nobody knows need not be changed (NIST SP 800-63B, 3.1.1.2). Django's validators know the length and
20,000 common passwords; here are the words that stand near at hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from district_portal.district import current

if TYPE_CHECKING:
    from accounts.models import Person

LEFT = 8
"""Letters and digits that must be left once the near words are taken out."""
DIFFERENT = 5
"""Different letters and digits that a password has at least."""
COMMON = [
    "password",
    "passwort",
    "welcome",
    "letmein",
    "qwertyuiop",
    "qwerty",
    "asdfghjkl",
    "asdf",
    "iloveyou",
    "admin",
    "login",
    "school",
    "district",
    "teacher",
    "principal",
    "student",
    "policy",
    "portal",
    "spring",
    "summer",
    "autumn",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "friday",
    "1234567890",
    "123456789",
    "12345678",
    "1234567",
    "123456",
    "12345",
    "1234",
    "abcdef",
    "abc123",
]
SHORTEST_WORD = 3


class NearWordsValidator:
    """Refuses what is little more than a name, the district, the portal, or a well-known word."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for such a password."""
        plain = _plain(password)
        for word in sorted(_near_words(user), key=len, reverse=True):
            plain = plain.replace(word, "")
        if len(plain) < LEFT or len(set(plain)) < DIFFERENT:
            raise ValidationError(
                _(
                    "This is easy to guess: it is mostly a name, the district, or a well-known "
                    "word. Choose some words that have nothing to do with each other."
                ),
                code="password_near",
            )

    def get_help_text(self) -> str:
        return _("Nothing that is mostly a name, the district, or a well-known word.")


def _near_words(person: Person | None) -> set[str]:
    texts = [current.current().name, urlsplit(settings.PORTAL_ADDRESS).hostname or ""]
    if person:
        texts += [person.given_name, person.family_name, person.preferred_name]
        texts += [person.email or "", person.number or ""]
    words = {_plain(word) for text in texts for word in re.split(r"[\W_]+", text)}
    return {word for word in words if len(word) >= SHORTEST_WORD} | set(COMMON)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
