"""Lines of a policy's head, each kind with the function that takes it."""

import re
from collections.abc import Callable
from typing import Final

from policies.importing.datelines import is_date_line, labelled_dates
from policies.importing.head import Head
from policies.importing.lines import Line
from policies.importing.parsed import CrossReference
from policies.importing.shapes import has_label, is_capitalized, is_prose, is_titled, words_of
from policies.importing.titles import title_line, without_status
from policies.references.codes import CODE, KIND_WORDS, kind_of, split_codes

_KEY: Final = re.compile(
    r"^(?P<key>title|policy\s+title|subject|status|source|section|series|book|category|department|"
    r"chapter|document\s+type|policy\s+type|related\s+polic(?:y|ies)|responsible\s+\w+|origin|"
    r"distribution|orig(?:inal|\.)?\s+code|unit|level)\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_KIND_ONLY: Final = re.compile(
    rf"^(?:{KIND_WORDS}|(?:\w+\s+){{0,3}}(?:policy|polic(?:y|ies)\s+(?:and|&)\s+procedures?|"
    r"(?:policy\s+)?implementation\s+procedures?|administrative\s+(?:regulation|procedure)s?))$",
    re.IGNORECASE,
)
_ORGANIZATION: Final = re.compile(
    r"\b(?:school\s+district|schools|public\s+schools|unified|[uic]?sd|csd|cusd|esd|academy|"
    r"school\s+(?:board|corporation|department)|board\s+of\s+(?:education|trustees|directors)|"
    r"county\s+office\s+of\s+education)\b",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(
    r"^(?:(?:all|general|certificated|classified|professional|certified|educational\s+support)\s+)*"
    r"(?:personnel|students?|instruction|community(?:\s+relations)?|administration|school\s+board|"
    r"board\s+bylaws?|business(?:\s+and\s+non-?instructional\s+operations)?|facilities|employees|"
    r"operational\s+services|philosophy.*|staff\s+personnel|support\s+services|series\s+\d+.*|pupils?|"
    r"(?:teaching\s+|support\s+)?staff(?:\s+members)?|operations|property|programs?|finances?)$",
    re.IGNORECASE,
)
_CONNECTING: Final = re.compile(
    r"(?:\b(?:and|or|of|the|for|in|to|with|on|by|a|an)|[,/\-\u2013&:])$", re.IGNORECASE
)
_ASIDE: Final = re.compile(
    r"^(?:\([^()]{3,60}\)|(?:orig|rev|adopt)\.?\s*(?:date)?:?\s*\d{4}|\u00a9.*|page\s+\d+.*|\d{6})$",
    re.IGNORECASE,
)
_SUBTOPIC: Final = re.compile(
    r"^(?P<title>\S.*?)\s{2,}(?P<kind>\((?:LOCAL|LEGAL|EXHIBIT|REGULATION)\))$"
)
_RELATED: Final = re.compile(r"related\s+polic(?:y|ies)\s*:\s*(.+)$", re.IGNORECASE)

Taker = Callable[[Head, Line, Line | None], int]


def take_line(head: Head, line: Line, following: Line | None, *, at_top: bool) -> int:
    """Take `line` into `head` if it belongs there; answer how many lines were taken.

    `following` is the line after it; `at_top`: nothing stands above it.
    """
    for taker in _TAKERS:
        taken = taker(head, line, following)
        if taken:
            return taken
    if is_prose(line) or has_label(line):
        return 0
    is_head = (
        (is_organization(line.text) and not _goes_on(following))
        or _take_kind(head, line, following, at_top=at_top)
        or _is_section(head, line, following, at_top=at_top)
        or _take_title(head, line, following)
    )
    return int(is_head)


def is_organization(text: str) -> bool:
    """Whether `text` names a district, a board or a school and says nothing else."""
    is_name = bool(_ORGANIZATION.search(text)) and len(words_of(text)) <= 8
    return is_name and not text.endswith(".") and is_capitalized(text)


def _goes_on(following: Line | None) -> bool:
    """Whether a sentence goes on in the line after, so that the one before it is no name."""
    if following is None or following.gap:
        return False
    return bool(re.match(r"[a-z]|\([A-Z][a-z]+\)\s+[a-z]", following.text))


def _take_columns(head: Head, line: Line, _following: Line | None) -> int:
    """Take a line of several columns, such as a date at the left and the code at the right."""
    parts = re.split(r"(?<![:\s])\s{3,}", line.text)
    known = [is_date_line(part) or is_organization(part) or _ASIDE.match(part) for part in parts]
    if len(parts) < 2 or not all(known) or not any(is_date_line(part) for part in parts):
        return 0
    for part in parts:
        head.dates += [] if _ASIDE.match(part) else labelled_dates(part)
        code = re.search(rf"(?:Policy|Code)\s*#?\s*({CODE})$", part)
        head.code = head.code or (code[1] if code else "")
    return 1


def _take_aside(_head: Head, line: Line, _following: Line | None) -> int:
    return int(bool(_ASIDE.match(line.text)))


def _take_field(head: Head, line: Line, following: Line | None) -> int:
    """Take a line such as `Status: DRAFT`; its value may stand on the next line."""
    match = _KEY.match(line.text)
    if not match:
        return 0
    related = _RELATED.search(line.text)
    if related:
        head.references.cross += [CrossReference(code) for code in split_codes(related[1])]
    if match["key"].lower().endswith(("title", "subject")) and match["value"]:
        head.title = match["value"].strip()
    has_value = match["value"] or following is None or len(words_of(following.text)) > 3
    return 1 if has_value else 2


def _take_subtopic(head: Head, line: Line, _following: Line | None) -> int:
    """Take a line such as `QUIET ROOMS   (LOCAL)` below `STUDENT WELFARE   FFX`."""
    match = _SUBTOPIC.match(line.text)
    if not match or not head.code.isalpha():
        return 0
    head.code += match["kind"]
    head.title = ": ".join(filter(None, (head.title, match["title"])))
    return 1


def _take_dates(head: Head, line: Line, following: Line | None) -> int:
    if not is_date_line(line.text):
        return 0
    dates = labelled_dates(line.text)
    if not dates and following is not None and len(words_of(following.text)) <= 4:
        together = f"{line.text} {following.text}"
        if is_date_line(together):
            head.dates += labelled_dates(together)
            return 2
    head.dates += dates
    return 1


def _take_title_again(head: Head, line: Line, _following: Line | None) -> int:
    text = without_status(line.text)
    found = title_line(text)
    is_coded = found is not None and found.code == head.code and head.is_titled(found.title)
    return int(is_coded or head.is_titled(text))


def _take_code(head: Head, line: Line, _following: Line | None) -> int:
    """Take a line that prints the code, with the title or without."""
    found = title_line(line.text)
    if found is None or (head.code and head.title) or (head.fronted and line.level > 1):
        return 0
    if head.title and found.title and not line.level:
        return 0
    head.take(found)
    return 1


def _take_kind(head: Head, line: Line, following: Line | None, *, at_top: bool) -> bool:
    if not _KIND_ONLY.match(line.text) or line.level > 1:
        return False
    if at_top and not (head.kind or head.code) and not _opens_head(following):
        return False
    head.kind = head.kind or kind_of(line.text)
    return True


def _opens_head(following: Line | None) -> bool:
    if following is None:
        return False
    text = following.text
    return bool(title_line(text)) or is_organization(text) or is_titled(following)


def _is_section(head: Head, line: Line, following: Line | None, *, at_top: bool) -> bool:
    """Whether `line` names the part of the manual (Personnel) rather than the policy."""
    if not _SECTION.match(line.text) or line.level:
        return False
    stands_above = not head.title and _opens_head(following)
    return bool(head.code or at_top or stands_above) and not (line.gap and head.title)


def _take_title(head: Head, line: Line, following: Line | None) -> bool:
    text = line.text
    if head.title:
        if not (_continues_title(head.title, line) or _stands_in_head(line, following)):
            return False
        head.title = f"{head.title} {text}"
        return True
    if line.level == 1 or (not head.fronted and is_titled(line)):
        head.title = without_status(text)
        return True
    return False


def _stands_in_head(line: Line, following: Line | None) -> bool:
    """Whether `line`, right below the title, is followed by more of the head."""
    if line.gap or following is None or not is_titled(line) or line.level or line.bold:
        return False
    return bool(_KEY.match(following.text)) or is_date_line(following.text)


def _continues_title(title: str, line: Line) -> bool:
    if line.gap or line.level or len(words_of(line.text)) > 12:
        return False
    both_capitals = title.isupper() and line.text.isupper()
    return line.text[:1].islower() or both_capitals or bool(_CONNECTING.search(title))


_TAKERS: Final[tuple[Taker, ...]] = (
    _take_subtopic,
    _take_columns,
    _take_aside,
    _take_field,
    _take_dates,
    _take_title_again,
    _take_code,
)
