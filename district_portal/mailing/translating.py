"""In which language a mail speaks with somebody.

Only the kinds that are wholly in the catalog are translated, so that no mail mixes two languages;
all others come in the portal's own, as do those to people who chose none that is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from district_portal.mailing.kinds import KINDS, TRANSLATED

if TYPE_CHECKING:
    from accounts.models import Person


def language_of(person: Person | None, name: str) -> str:
    """The code of the language in which mails of that name are written to `person`."""
    chosen = person.language if person else ""
    return chosen if chosen in languages_of(name) else settings.LANGUAGE_CODE


def languages_of(name: str) -> list[str]:
    """The codes of the languages in which that kind of mail is written; the portal's own first."""
    own = settings.LANGUAGE_CODE
    if name not in TRANSLATED:
        return [own]
    return [own, *(code for code, _name in settings.LANGUAGES if code != own)]


def is_foreign(language: str, name: str) -> bool:
    """Whether a mail of that name speaks another language than the policy that it is about."""
    return language != settings.LANGUAGE_CODE and name in KINDS and KINDS[name].is_about_text
