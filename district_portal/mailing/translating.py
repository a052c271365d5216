"""In which language a mail speaks with somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from district_portal.mailing.kinds import KINDS

if TYPE_CHECKING:
    from accounts.models import Person


def language_of(person: Person | None) -> str:
    """The code of the language of mails to `person`: the portal's own without a choice."""
    chosen = person.language if person else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def is_foreign(language: str, name: str) -> bool:
    """Whether a mail of that name speaks another language than the policy that it is about."""
    return language != settings.LANGUAGE_CODE and name in KINDS and KINDS[name].is_about_text
