"""The words of a mail, out of templates/mail/<name>/{subject.txt,body.txt,body.html}.

Where its kind has a pattern, they come out of the text that the district may write (wording.py).
A template is given `district`, `address` (of the portal), `person` (who receives it), and `link`,
the one address that the mail leads to: a path given as `link` becomes a whole address. The bodies
also get `subject`.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.html import escape

from district_portal.district import current
from district_portal.district.models import District
from district_portal.mailing import filling, pieces, translating, wording
from district_portal.mailing.framing import render
from district_portal.mailing.models import Message

if TYPE_CHECKING:
    from accounts.models import Person

Contexts = Mapping[int, Mapping[str, Any]]
Writer = Callable[[set[int]], Contexts]

log = logging.getLogger(__name__)

_NAME, _LINK = "\ue000", "\ue001"  # for private use: in no text that people write

_writers: dict[str, Writer] = {}
_LONG_GAP = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True)
class Written:
    """A mail in words: a subject of one line, plain text, HTML."""

    subject: str
    text: str
    html: str
    language: str

    def for_person(self, called: str, link: str) -> Written:
        """The same mail, its places for a name and a link filled in."""

        def fill(words: str, put: Callable[[str], str] = str) -> str:
            return words.replace(_NAME, put(called)).replace(_LINK, put(link))

        return Written(fill(self.subject), fill(self.text), fill(self.html, escape), self.language)


@dataclass(frozen=True)
class _Anyone:
    """Stands for whoever receives a mail that goes to many."""

    called: str = _NAME


def writes(name: str) -> Callable[[Writer], Writer]:
    """Let a function write the mails of that name when they are sent.

    It is given the ids of the people they go to and answers the context of each by that id, of
    hashable values. Where it leaves one out there is nothing left to say: that message is
    cancelled. Of `person` the templates may use `called` only, the first name.
    """

    def register(writer: Writer) -> Writer:
        _writers[name] = writer
        return writer

    return register


def write(messages: list[Message]) -> dict[Message, str]:
    """Put words into those of `messages` that have none yet.

    Answers those that are left without, each with what went wrong: "" when there was nothing
    left to say.
    """
    district = current.current()
    left: dict[Message, str] = {}
    blank = [message for message in messages if not message.subject]
    for name in {message.name for message in blank}:
        asked = [message for message in blank if message.name == name]
        try:
            left |= _write(name, asked, district)
        except DatabaseError:
            raise
        except Exception as mistake:  # one kind of mail must not hold up all others
            log.exception("The mails %s can't be written.", name)
            left |= dict.fromkeys(asked, f"{type(mistake).__name__}: {mistake}")
    return left


def _write(name: str, messages: list[Message], district: District) -> dict[Message, str]:
    """Write each; those who are told the same share one rendering, with their name and link."""
    contexts = _writers[name]({message.person_id for message in messages if message.person_id})
    spoken = {translating.language_of(message.person) for message in messages}
    texts = {language: _text(name, language) for language in spoken}
    shared: dict[Hashable, Written] = {}
    left = {}
    for message in messages:
        context = contexts.get(message.person_id or 0)
        if context is None or message.person is None:
            left[message] = ""
            continue
        common = {**context, "link": _LINK if context.get("link") else ""}
        language = translating.language_of(message.person)
        told = (language, *sorted(common.items()))
        if told not in shared:
            shared[told] = compose(
                name,
                to=_Anyone(),
                context=common,
                district=district,
                text=texts[language],
                language=language,
            )
        link = _whole(context.get("link", ""))
        written = shared[told].for_person(message.person.called, link)
        message.subject, message.text = written.subject, written.text
        message.html, message.language = written.html, written.language
    return left


def _text(name: str, language: str) -> wording.Text | None:
    """What the mails of that name say; None where that stands in their templates."""
    if pieces.pattern_of(name):
        return wording.text(name, language=language)
    return wording.changed(name, language=language)


def compose(
    name: str,
    *,
    to: Person | _Anyone | None,
    context: Mapping[str, Any],
    district: District | None = None,
    text: wording.Text | None = None,
    language: str = "",
) -> Written:
    """The mail `name` for one person, in their language and the district's time zone.

    `language` is that of whoever receives it, unless given. `text` is what the district has
    written in it, or tries out; looked for unless given. Raises
    TemplateDoesNotExist where templates/mail/<name>/ lacks one of its three files.
    """
    district = district or current.current()
    if not language:
        language = translating.language_of(None if isinstance(to, _Anyone) else to)
    values = {
        "is_translation": language != settings.LANGUAGE_CODE,
        "is_foreign": translating.is_foreign(language, name),
        **context,
        "district": district,
        "address": settings.PORTAL_ADDRESS,
        "person": to,
        "link": _whole(context.get("link", "")),
    }
    text = text or wording.changed(name, language=language)
    with translation.override(language), timezone.override(district.time_zone):
        if text or pieces.pattern_of(name):
            return _worded(
                wording.pattern_of(name), text or wording.default(name, language=language), values
            )
        subject = " ".join(render(f"mail/{name}/subject.txt", values, escaped=False).split())[:300]
        values["subject"] = subject
        plain = render(f"mail/{name}/body.txt", values, escaped=False)
        html = render(f"mail/{name}/body.html", values, escaped=True)
        return _tidy(subject, plain, html)


def _worded(pattern: pieces.Pattern, text: wording.Text, values: dict[str, Any]) -> Written:
    """The same for a kind of mail that has a pattern: filled in, then set into the same frame."""
    person = values["person"]
    filled = pattern.values(
        values,
        called=person.called if person else "",
        district=values["district"].name,
        link=values["link"],
    )
    values["subject"] = filling.one_line(text.subject, filled)[:300]
    values["content"] = filling.plain(text.body, filled)
    plain = render("mail/worded.txt", values, escaped=False)
    values["content"] = filling.html(text.body, filled)
    return _tidy(values["subject"], plain, render("mail/worded.html", values, escaped=True))


def _tidy(subject: str, plain: str, html: str) -> Written:
    text = _LONG_GAP.sub("\n\n", plain).strip() + "\n"
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Written(subject=subject, text=text, html=html.strip() + "\n", language=language)


def names() -> list[str]:
    """Every kind of mail that has templates, or a text that the district may write."""
    folders = [Path(str(folder)) / "mail" for folder in settings.TEMPLATES[0]["DIRS"]]
    found = [path for folder in folders for path in folder.glob("*/subject.txt")]
    return sorted({path.parent.name for path in found} | pieces.patterns().keys())


def message_id(key: str) -> str:
    """The Message-ID of the message with that key: the same whenever it is sent again."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host()}>"


def host() -> str:
    """The host name in the portal's address."""
    return urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"


def _whole(link: str) -> str:
    return f"{settings.PORTAL_ADDRESS}{link}" if link.startswith("/") else link
