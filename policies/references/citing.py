"""References to other policies inside running text."""

import re
from dataclasses import dataclass
from typing import Final

from policies.references.codes import CODE, KIND_WORDS, NUMBER_CODE, kind_of

_TITLE: Final = r"(?:[A-Z][\w'\u2019/&.\-]*|of|and|the|for|in|on|to|or|with|by|a|an)"
_TITLED: Final = (
    rf"(?:\s*[\u2013\u2014]\s*|\s+-\s+)(?P<title>[A-Z][\w'\u2019/&\-]*(?:,?\s+{_TITLE})*)"
)
_KIND: Final = (
    rf"(?:{KIND_WORDS}|[Pp]olic(?:y|ies)|[Bb]ylaws?|[Ee]xhibits?|"
    r"(?:[Aa]dministrative )?(?:[Rr]egulations?|rules?|procedures?|guidelines?))"
)
# In the usual letters JR is the one pair that goes beyond Q; FOR and HER are words.
_LETTERS: Final = r"(?:JR[A-E]?|[A-L][A-Q]{1,5})(?:-[A-Z]{1,2}\d?)?"
_CF: Final = re.compile(rf"\(cf\.?\s+(?P<code>{CODE})(?:\s*[-\u2013\u2014]\s*(?P<title>[^()]*))?\)")
_SIGN: Final = re.compile(r"(?<![\w#])#(?P<code>\d{2,5}(?:\.\d{1,3})*(?:-\w{1,3})?)\b(?![-/]\d)")
_NAMED: Final = re.compile(
    rf"(?<![\w\-])(?P<kind>{_KIND})\s+(?:(?:No\.?|Number|#)\s*)?(?P<code>{CODE})(?![\w\-])(?:{_TITLED})?"
)
_FURTHER: Final = re.compile(
    rf"(?:(?:,\s+{_TITLE}(?:[\s,\-/]+{_TITLE}){{0,8}}?)?\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+)(?P<code>{NUMBER_CODE})(?![\w\-])(?:{_TITLED})?"
)
_SEE: Final = re.compile(
    r"\b[Ss]ee(?: also)?:?\s+(?:[Pp]olicy\s+)?(?!(?:BP|BB|AP)\s+\d)"
    rf"(?P<code>{_LETTERS})(?![\w])"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference at text[start:end] to the policy with `code`; kind policy, rule … or ""."""

    start: int
    end: int
    code: str
    kind: str = ""
    title: str = ""


def citations(text: str) -> list[Citation]:
    """Answer the references to other policies in `text`, in order, without overlaps.

    Known forms: (cf. 5117 - Title), #522.4, BP/AR 1312.3, Board Policy 5131.9 - Title, policy
    504.6, Policies 403.80 and 602.63, see also BDG. References to statutes aren't citations.
    """
    found = [_citation(match) for match in _CF.finditer(text)]
    for match in _NAMED.finditer(text):
        code = match["code"]
        if not re.search(r"\d{3}|\d[.:\-]\d", code) and not _is_letter_code(match):
            continue
        found.append(_citation(match, kind_of(match["kind"], code)))
        found += _further(text, match.end(), found[-1].kind)
    found += [_citation(match) for match in _SIGN.finditer(text)]
    found += [_citation(match) for match in _SEE.finditer(text)]
    return _apart(found)


def _is_letter_code(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(rf"{_LETTERS}(?:\([A-Z]+\))?", match["code"]))


def _further(text: str, start: int, kind: str) -> list[Citation]:
    """Answer the codes that a list goes on with: Policies 403.80 and 602.63."""
    found = []
    match = _FURTHER.match(text, start)
    while match and re.search(r"\d{3}|\d[.:]\d", match["code"]):
        found.append(
            Citation(match.start("code"), match.end(), match["code"], kind, match["title"] or "")
        )
        match = _FURTHER.match(text, match.end())
    return found


def _citation(match: re.Match[str], kind: str = "") -> Citation:
    title = (match.groupdict().get("title") or "").strip()
    return Citation(match.start(), match.end(), match["code"], kind, " ".join(title.split()))


def _apart(found: list[Citation]) -> list[Citation]:
    answer: list[Citation] = []
    for citation in sorted(found, key=lambda each: (each.start, -each.end)):
        if not answer or citation.start >= answer[-1].end:
            answer.append(citation)
    return answer
