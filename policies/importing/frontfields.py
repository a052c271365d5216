"""Front matter, understood: which field says what of a policy."""

import re
from dataclasses import dataclass, field
from typing import Final

from policies.importing import frontmatter
from policies.importing.datelines import LabelledDate, labelled_dates
from policies.importing.lines import Line
from policies.importing.parsed import CrossReference, LegalReference
from policies.importing.references import References, split_legal
from policies.importing.titles import title_line
from policies.references.codes import CODE, kind_of

_DATES: Final = {
    "date-adoption": "adopted",
    "adopted": "adopted",
    "adoption-date": "adopted",
    "created": "adopted",
    "approved": "adopted",
    "date-created": "adopted",
    "previous-adoption-dates": "previously_adopted",
    "previously-adopted": "previously_adopted",
    "date-first-reading": "first_reading",
    "first-reading": "first_reading",
    "date-second-reading": "second_reading",
    "second-reading": "second_reading",
    "revision": "revised",
    "revisions": "revised",
    "revised": "revised",
    "updated": "revised",
    "revdate": "revised",
    "last-revised": "revised",
    "amended": "revised",
    "date-edited": "revised",
    "review": "reviewed",
    "reviewed": "reviewed",
    "last-reviewed": "reviewed",
    "effective": "effective",
    "effective-date": "effective",
    "issued": "issued",
}
_REVIEWER: Final = re.compile(r"\s*[A-Z][a-z]+\s+(?=\d)")
_NUMBERED: Final = re.compile(r"\d+[\-.]\d")
_QUOTES: Final = "\"'\u201c\u201d"
_NAMED_NUMBER: Final = re.compile(
    rf"^(?P<kind>Policy|Bylaw|Regulation)(?:\s+(?:No\.?|Number))?\s+[{_QUOTES}]?(?P<code>[\w.\-]+)[{_QUOTES}]?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class FrontFields:
    """Title, code, kind, dates and references out of front matter."""

    title: str = ""
    code: str = ""
    kind: str = ""
    also_codes: list[str] = field(default_factory=list)
    dates: list[LabelledDate] = field(default_factory=list)
    references: References = field(default_factory=References)


def front_fields(lines: list[Line]) -> FrontFields:
    """Answer what the front matter in `lines` says."""
    found = frontmatter.fields(lines)

    def one(*keys: str) -> str:
        return next((found[key][0] for key in keys if found.get(key)), "")

    answer = FrontFields(code=one("code", "number", "policy-code"))
    _take_title(answer, one("title"), one("subtitle"))
    words = one("kind", "type", "policy-type")
    answer.code = answer.code or one("policy", "policy-number", "id")
    answer.kind = kind_of(words, answer.code) if words or answer.code else ""
    answer.also_codes = [code for values in (found.get("also-codes", []),) for code in values]
    for key, values in found.items():
        kind = _DATES.get(key)
        if kind:
            answer.dates += [date for value in values for date in _dates(value, kind)]
    for key in ("legal-refs", "legal", "legal-references", "legal-reference"):
        for value in found.get(key, []):
            parts = [value] if len(found[key]) > 1 else split_legal(value)
            answer.references.legal += _grouped(parts)
    for key in ("cross-refs", "cross", "cross-references", "cross-reference", "related"):
        for value in found.get(key, []):
            answer.references.cross += _crosses(value)
    return answer


def _take_title(answer: FrontFields, title: str, subtitle: str) -> None:
    named = _NAMED_NUMBER.match(title)
    line = title_line(title)
    if named and subtitle:
        answer.title, answer.code = subtitle, answer.code or named["code"]
    elif line is not None and line.title and (not answer.code or line.code.startswith(answer.code)):
        answer.title, answer.code = line.title, line.code
    elif line is not None and not line.title and answer.code and line.code.startswith(answer.code):
        answer.title, answer.code = subtitle, line.code
    else:
        answer.title = title or subtitle


def _dates(value: str, kind: str) -> list[LabelledDate]:
    """Answer the dates of one field; each part between semicolons may name another document."""
    found: list[LabelledDate] = []
    for part in value.split(";"):
        reviewer = _REVIEWER.match(part) if kind == "reviewed" else None
        own = labelled_dates(part[reviewer.end() :] if reviewer else part, default=kind)
        is_foreign = bool(
            re.match(r"\s*[A-Z][a-z]+\s+(?:revised|adopted|amended|approved)\b", part)
        )
        found += [LabelledDate(kind, date.date, date.printed) for date in own if not is_foreign]
    return found


def _grouped(parts: list[str]) -> list[LegalReference]:
    """Answer the references; a name right before numbered ones is the heading over them."""
    found: list[LegalReference] = []
    group = ""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if _NUMBERED.match(following) and not re.search(r"\d", part):
            group = part
        else:
            found.append(LegalReference(part, group))
    return found


def _crosses(value: str) -> list[CrossReference]:
    whole = re.match(rf"^#?({CODE})(?:\s*[-\u2013\u2014:,]\s*(.*))?$", value)
    if whole:
        return [CrossReference(whole[1], (whole[2] or "").strip())]
    parts = re.split(r"\s*[,;]\s*", value)
    return [CrossReference(part.lstrip("#")) for part in parts if re.fullmatch(rf"#?{CODE}", part)]
