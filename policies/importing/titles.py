"""Title lines: code, kind and title in the many orders they are printed in."""

import re
from dataclasses import dataclass, field
from typing import Final

from policies.references.codes import (
    BEFORE_CODE,
    CODE,
    KIND_WORDS,
    NUMBER_CODE,
    PLAIN_CODE,
    PLAIN_LETTER_CODE,
    kind_of,
    split_codes,
)

_DASH: Final = r"\s*[-\u2013\u2014:,.]\s+|\s*[\u2013\u2014:]\s*|\s+-\s*"
_STATUS: Final = re.compile(r"\s+Status:?\s*([A-Z][A-Za-z ]*|_+)?$")
_KIND_CODE_TITLE: Final = re.compile(
    rf"^(?:(?P<org>[A-Z]{{2,6}})\s+)?(?P<kind>{BEFORE_CODE})(?P<code>{CODE})(?:{_DASH}|\s+)(?P<title>\S.*)$"
)
_KIND_CODES: Final = re.compile(
    rf"^(?:(?P<org>[A-Z]{{2,6}})\s+)?(?P<kind>{BEFORE_CODE})(?P<codes>{CODE}(?:(?:\s*[,;&]\s*|\s+){NUMBER_CODE})*)$"
)
_LABEL_CODE: Final = re.compile(
    rf"^(?P<kind>(?:{KIND_WORDS}\s+)?(?:File|Code|Policy\s+Code|Code\s+No\.?|Code\s+Number|File\s+Code|Policy\s+No\.?"
    rf"|Number|Policy\s+Number|Descriptor\s+Code))\s*[:#]?\s*(?P<code>{CODE})(?:(?:{_DASH}|\s+)(?P<title>\S.*))?$",
    re.IGNORECASE,
)
_NUMBER_TITLE: Final = re.compile(
    rf"^(?P<code>[Pp][Oo]\s?{NUMBER_CODE}|{NUMBER_CODE})(?:{_DASH}|\s+)(?P<title>[A-Z\u201c\"'(].*)$"
)
_LETTERS_TITLE: Final = re.compile(
    rf"^(?P<code>{PLAIN_LETTER_CODE})(?:\s*[\u2013\u2014:]\s*|\s+-\s+)(?P<title>[A-Z].*)$"
)
_TITLE_CODE: Final = re.compile(
    rf"^(?P<title>\S.*?)(?:\s{{2,}}|\t|\s+\(?)(?P<kind>(?:Policy\s+|File\s+)?(?:Code(?:\s+No\.?)?|File|No\.|Number)\s*:?)\s*(?P<code>{CODE})\)?$",
    re.IGNORECASE,
)
_TITLE_FAR_CODE: Final = re.compile(rf"^(?P<title>[A-Z]\S.*?)\s{{3,}}(?P<code>{PLAIN_CODE})$")
_TOPIC_FAR_CODE: Final = re.compile(
    r"^(?P<title>[A-Z][A-Z ,/&'-]+?)\s{3,}(?P<code>[A-L][A-Z]{1,3})$"
)
_CODE_ALONE: Final = re.compile(
    rf"^P?(?P<code>{NUMBER_CODE})(?:\([a-z]\)|\s*/\s*Page\s+\d+(?:\s+of\s+\d+)?)?$", re.IGNORECASE
)
_YEAR_CODE: Final = re.compile(rf"^(?:19|20)\d{{2}}\s{{2,}}(?P<code>{NUMBER_CODE})$")
_TWICE: Final = re.compile(
    rf"^(?P<code>{PLAIN_CODE})\s{{2,}}(?P<title>\S.*?)(?:\s+\([Ss]ee\s[^()]+\))?\s{{2,}}(?P=code)$"
)
_LONGEST_TITLE: Final = 160
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "over",
        "per",
        "so",
        "the",
        "to",
        "up",
        "via",
        "vs",
        "with",
    ]
)


@dataclass(slots=True)
class TitleLine:
    """What one line says of title, code and kind."""

    title: str = ""
    code: str = ""
    kind: str = ""
    also_codes: list[str] = field(default_factory=list)


def without_status(text: str) -> str:
    """Answer a title line without the status that is printed beside the title."""
    return _STATUS.sub("", text).strip()


def title_line(text: str) -> TitleLine | None:
    """Answer what `text` says of a policy's code, with its title where it is on the same line."""
    text = without_status(text)
    if len(text) > _LONGEST_TITLE:
        return None
    match = _KIND_CODES.match(text)
    if match:
        codes = split_codes(match["codes"])
        return TitleLine(code=codes[0], kind=kind_of(match["kind"], codes[0]), also_codes=codes[1:])
    for pattern in (
        _TWICE,
        _YEAR_CODE,
        _KIND_CODE_TITLE,
        _LABEL_CODE,
        _NUMBER_TITLE,
        _LETTERS_TITLE,
    ):
        match = pattern.match(text)
        if match and _is_code(match):
            found = match.groupdict()
            return TitleLine(
                title=(found.get("title") or "").strip(),
                code=found["code"],
                kind=kind_of(found.get("kind") or "", found["code"]),
            )
    for pattern in (_TITLE_CODE, _TITLE_FAR_CODE, _TOPIC_FAR_CODE):
        match = pattern.match(text)
        if match and _is_code(match):
            return TitleLine(match["title"].strip(), match["code"], kind_of(text, match["code"]))
    match = _CODE_ALONE.match(text)
    return TitleLine(code=match["code"]) if match and re.search(r"[.:\-]|\d{3}", text) else None


def _is_code(match: re.Match[str]) -> bool:
    """Whether the matched code isn't a word, or a lone small number that labels a clause."""
    code = match["code"]
    labelled = bool(match.groupdict().get("kind"))
    return labelled or bool(re.search(r"\d{3}|\d[.:\-]\d|[A-Z]{2}", code))


def title_case(title: str) -> str:
    """Answer a title printed in capitals as a book would print it; others unchanged."""
    if title != title.upper() or not re.search(r"[A-Z]{4}", title):
        return title
    words = title.lower().split(" ")
    last = len(words) - 1
    return " ".join(
        word if word in _SMALL and 0 < position < last else _capitalized(word)
        for position, word in enumerate(words)
    )


def _capitalized(word: str) -> str:
    return re.sub(r"(^|[/(\-\u201c\"])([a-z])", lambda found: found[1] + found[2].upper(), word)
