"""What is wrong with a text before it is kept: names that nobody knows, names that are missing.

Each mail leads to its task by one link, and says what is due when; so a text can't lose that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from district_portal.mailing.filling import BRACES, name_of

if TYPE_CHECKING:
    from district_portal.mailing.pieces import Pattern

ADDRESS: Final = re.compile(r"https?:|\bwww\.", re.IGNORECASE)


def faults(pattern: Pattern, *, subject: str, body: str) -> dict[str, list[str]]:
    """What must be mended in `subject` and `body`, a sentence each, by the name of the field."""
    found = {
        "subject": [*_of_braces(pattern, subject), *_of_subject(pattern, subject)],
        "body": [*_of_braces(pattern, body), *_of_body(pattern, body)],
    }
    return {field: sentences for field, sentences in found.items() if sentences}


def _of_braces(pattern: Pattern, text: str) -> Iterator[str]:
    known = {word.name for word in pattern.words}
    for name in _names(text):
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        if near:
            yield _("This mail knows no {%(name)s}. Did you mean {%(near)s}?") % {
                "name": name,
                "near": near[0],
            }
        else:
            yield _("This mail knows no {%(name)s}. Choose from the list.") % {"name": name}
    rest = BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        yield _("A brace stands alone. Write both, around a name of the list: {first name}.")
    if ADDRESS.search(text):
        yield _("Leave out web addresses. A mail has one link, {link}, which leads to the task.")


def _of_subject(pattern: Pattern, text: str) -> Iterator[str]:
    names = _names(text)
    for word in pattern.words:
        if word.fills_a_line and word.name in names:
            yield _("{%(name)s} is too long for a subject.") % {"name": word.name}
    if pattern.subject_needs and not names.keys() & set(pattern.subject_needs):
        yield _("The subject needs %(names)s.") % {"names": _one_of(pattern.subject_needs)}


def _of_body(pattern: Pattern, text: str) -> Iterator[str]:
    names = _names(text)
    for name in pattern.body_needs:
        if name not in names:
            yield _("{%(name)s} is missing: %(meaning)s.") % {
                "name": name,
                "meaning": pattern.meaning(name),
            }
    alone = {name_of(found[1]) for line in text.splitlines()
             if (found := BRACES.fullmatch(line.strip()))}  # fmt: skip
    for word in pattern.words:
        if word.fills_a_line and word.name in names and word.name not in alone:
            yield _("Put {%(name)s} on a line of its own.") % {"name": word.name}
        elif word.fills_a_line and names[word.name] > 1:
            yield _("{%(name)s} stands there twice. Once is enough.") % {"name": word.name}


def _names(text: str) -> Counter[str]:
    return Counter(map(name_of, BRACES.findall(text)))


def _one_of(names: tuple[str, ...]) -> str:
    written = [f"{{{name}}}" for name in names]
    if len(written) == 1:
        return written[0]
    return _("%(names)s or %(last)s") % {"names": ", ".join(written[:-1]), "last": written[-1]}
