"""What a policy's code looks like, and the words that stand before it."""

import re
from typing import Final

_DIGITS: Final = r"\d{1,5}(?:[.:]\d{1,4})*"
_ENDING: Final = (
    r"(?:[\s.:\-]?(?:AR|R|E|BR|BP|AP)(?:\s?PDF)?\s?\(\d{1,3}\)"
    r"|[.:\-]?(?:AR|R|E|BR|BP|AP)(?:[.\-]?\d{1,3})?|[A-Z]{1,2}(?![A-Za-z]))*"
)
_NUMBER: Final = rf"{_DIGITS}(?:-\d{{1,3}}(?:\.\d+)?)*{_ENDING}"
_LETTERS: Final = (
    r"[A-Z]{2,6}(?:-[A-Z]{1,3}\d{0,2}|-\d{1,2})*(?:\((?:LOCAL|LEGAL|EXHIBIT|REGULATION)\))?"
)

NUMBER_CODE: Final = rf"(?:{_NUMBER}(?:/{_NUMBER})*)"
LETTER_CODE: Final = rf"(?:{_LETTERS}(?:/{_LETTERS})*)"
CODE: Final = rf"(?:[Pp][Oo]\s?{_NUMBER}|[EFR]-{_NUMBER}|{NUMBER_CODE}|{LETTER_CODE})"
PLAIN_LETTER_CODE: Final = (
    r"(?:[A-L][A-Q]{1,5}(?:-[A-Z]{1,3}\d{0,2})?(?:/[A-L][A-Q]{1,5})*(?:\([A-Z]{5,}\))?)"
)
PLAIN_CODE: Final = rf"(?:[Pp][Oo]\s?{_NUMBER}|[EFR]-{_NUMBER}|{NUMBER_CODE}|{PLAIN_LETTER_CODE})"
KIND_WORDS: Final = (
    r"(?:(?:(?:Board|District|School|Governing)\s+)?(?:Policy|Policies|Bylaws?)"
    r"|(?:Administrative\s+)?(?:Regulations?|Rules?|Procedures?|Guidelines?)|Exhibit|Handbook"
    r"|BOARD\s+POLICY|POLICY|ADMINISTRATIVE\s+(?:REGULATION|RULE|PROCEDURE)|REGULATION|EXHIBIT"
    r"|BYLAW|BP/AR|BP|AR|BB|AP)"
)
_NUMBER_WORDS: Final = r"(?:\s*(?:No\.?|Number|NO\.?|NUMBER|Code|CODE|#))?\s*[:#]?\s*"
BEFORE_CODE: Final = rf"{KIND_WORDS}{_NUMBER_WORDS}"

_RULES: Final = re.compile(
    r"\b(?:administrative\s+)?(?:regulations?|rules?|procedures?|guidelines?)\b|\bARs?\b|\bAP\b|-R\d*\b",
    re.IGNORECASE,
)
_CODES_APART: Final = re.compile(r"\s*[,;&]\s*|\s+and\s+|\s+(?=\d)")


def kind_of(words: str, code: str = "") -> str:
    """Answer policy, rule, exhibit or handbook for the `words` printed with a `code`."""
    if re.search(r"\bhandbook\b", words, re.IGNORECASE):
        return "handbook"
    if re.search(r"\bexhibit\b|\bE\b", words) or re.search(r"-E\d*(?:\(\d+\))?$", code):
        return "exhibit"
    if re.search(r"policy implementation procedure|implementing", words, re.IGNORECASE):
        return "rule"
    if re.search(r"\b(?:policy|policies|bylaws?|BP)\b", words, re.IGNORECASE):
        return "policy"
    if _RULES.search(words) or re.search(r"[\-.\d](?:AR|R)(?:[\-.]?\d+|\(\d+\))?$", code):
        return "rule"
    return "policy"


def split_codes(text: str) -> list[str]:
    """Answer the codes in a list such as `4119.11 4219.11,4319.11`, without repeats."""
    parts = [part.strip().lstrip("#") for part in _CODES_APART.split(text.strip())]
    return list(dict.fromkeys(part for part in parts if re.fullmatch(CODE, part)))
