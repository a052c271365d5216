"""The letter to parents: the district writes its text, and each account's owner edits the draft.

Names in braces stand for what the request says: {account}, {purpose} and others. Every text of
before is kept, and the portal's own can be restored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals.registry.models import Account, Letter
from district_portal import audit
from district_portal.district import current
from district_portal.mailing.filling import BRACES, name_of
from district_portal.mailing.pieces import Word

LONGEST: Final = 5000
BETWEEN: Final = "\n\n* * *\n\n"
"""What stands between a letter and the same letter in another language."""
NAMES: Final = (
    Word("school", _("the school or department that the account is for")),
    Word("account", _("its name")),
    Word("kind", _("what it is, such as “Instagram account”; in English")),
    Word("address", _("where it is found")),
    Word("purpose", _("what it is for, as the request says")),
    Word("owner", _("who looks after it")),
    Word("contact", _("the district address that it is bound to")),
    Word("district", _("the name of the district")),
)
NEEDED: Final = ("account", "address", "purpose", "contact")
DEFAULT: Final = _(
    "Dear parents and guardians,\n\n"
    "{school} uses “{account}” in this school year, and we want you to know what for. "
    "You find it here: {address}\n\n"
    "What it is for:\n{purpose}\n\n"
    "Students may be written to there, always about school and where others can see it. We "
    "send no private messages to students. Nothing important will be found only there: you "
    "will also hear of it in another way, and no family needs an account.\n\n"
    "{owner} looks after it and answers your questions: {contact}. Please also write if "
    "you do not want your child to be written to or shown there.\n\n"
    "{school}, {district}"
)


class LetterError(ValueError):
    """A text that can't be kept; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults


class StaleLetterError(Exception):
    """Somebody else has changed the text since it was shown; `newest` is theirs."""

    def __init__(self, newest: Letter | None) -> None:
        super().__init__(newest)
        self.newest = newest


def default(language: str) -> str:
    """The portal's own text in that language."""
    with translation.override(language):
        return str(DEFAULT)


def history(language: str) -> QuerySet[Letter]:
    """Every text that the district gave the letter in that language, newest first."""
    return Letter.objects.filter(language=language).select_related("by").order_by("-number")


def text(language: str) -> str:
    """What the letter says now: the district's text, or the portal's own.

    The portal's own also where the district's names what this version no longer knows.
    """
    newest = history(language).first()
    return newest.body if newest and newest.body and not faults(newest.body) else default(language)


def draft(account: Account, *languages: str) -> str:
    """The letter about `account`, to be edited before it goes out; in English unless told."""
    values = {
        "school": str(account.place),
        "account": account.name,
        "kind": account.platform.noun,
        "address": account.address,
        "purpose": account.purpose,
        "owner": str(account.owner),
        "contact": account.district_address,
        "district": current.current().name,
    }
    asked = languages or (settings.LANGUAGE_CODE,)
    return BETWEEN.join(fill(text(language), values) for language in asked)


def sample(body: str) -> str:
    """`body` filled in for an account that nobody has."""
    return fill(
        body,
        {
            "school": "Example School",
            "account": "Example School Band",
            "kind": "Instagram account",
            "address": "https://www.instagram.com/example",
            "purpose": "Concert dates and rehearsal clips for families.",
            "owner": "Alex Example",
            "contact": "band@example.org",
            "district": current.current().name,
        },
    )


def fill(body: str, values: Mapping[str, str]) -> str:
    """`body` with what stands for its names."""
    return BRACES.sub(lambda found: values[name_of(found[1])], body)


def faults(body: str) -> list[str]:
    """What must be mended in a text before it is kept, a sentence each."""
    known = [word.name for word in NAMES]
    used = [name_of(name) for name in BRACES.findall(body)]
    found = []
    for name in dict.fromkeys(used):
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        told = {"name": name, "near": near[0] if near else ""}
        if near:
            found.append(gettext("There is no {%(name)s}. Did you mean {%(near)s}?") % told)
        else:
            found.append(gettext("There is no {%(name)s}. Choose from the list.") % told)
    if {"{", "}"} & set(BRACES.sub("", body)):
        found.append(gettext("A brace stands alone. Write both, around a name of the list."))
    meanings = {word.name: word.meaning for word in NAMES}
    for name in NEEDED:
        if name not in used:
            words = gettext("{%(name)s} is missing: %(meaning)s.")
            found.append(words % {"name": name, "meaning": meanings[name]})
    return found


@transaction.atomic
def reword(
    body: str, *, language: str, by: Person, based_on: int, at: dt.datetime | None = None
) -> Letter | None:
    """Let the letter in that language say `body` from now on.

    `based_on` is the number of the text that was shown when it was written, 0 for none. The same
    text once more changes nothing, nor does the portal's own where nothing else was said. Answers
    the row that counts. Raises LetterError, StaleLetterError.
    """
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    if found := faults(body):
        raise LetterError(found)
    body = "" if body == default(language) else body
    return _add(body, language=language, by=by, based_on=based_on, at=at)


@transaction.atomic
def restore(
    *, language: str, by: Person, based_on: int, at: dt.datetime | None = None
) -> Letter | None:
    """Let the portal's own text count again. Raises StaleLetterError."""
    return _add("", language=language, by=by, based_on=based_on, at=at)


def _add(
    body: str, *, language: str, by: Person, based_on: int, at: dt.datetime | None
) -> Letter | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"letter:{language}"])
    last = history(language).first()
    if body == (last.body if last else ""):
        return last
    if (last.number if last else 0) != based_on:
        raise StaleLetterError(last)
    row = Letter.objects.create(
        language=language, number=based_on + 1, body=body, at=at or timezone.now(), by=by
    )
    audit.record(
        "registry.letter_reworded" if body else "registry.letter_restored",
        by=by,
        on=row,
        after={"language": language},
        at=row.at,
    )
    return row
