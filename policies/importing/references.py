"""Reference blocks: legal references with their groups, cross references with their titles."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from policies.importing.lines import Line
from policies.importing.parsed import CrossReference, LegalReference
from policies.references.citing import citations
from policies.references.codes import BEFORE_CODE, CODE, KIND_WORDS, NUMBER_CODE, PLAIN_LETTER_CODE

_BULLET: Final = re.compile(r"^[-\u2022*\u25cf\u25aa]\s+")
_GROUP: Final = re.compile(r"^[A-Z][A-Z0-9 ,.&'\u2019/()\-]{5,}:?$")
LAW: Final = re.compile(
    r"\b(?:USC|U\.S\.C|CFR|C\.F\.R|CCR|CMR|Code|Stat(?:s|utes?)?|Title|Act|Const(?:itution)?|Chapter|Ch\.|Sections?|Law|"
    r"Sec\.|\u00a7|Pub\.\s?L|P\.?L\.|Public\s+Law|RSA|G\.S\.|M\.G\.L|MGL|ILCS|ORS|RCW|C\.R\.S|N\.J\.S\.A|IDAPA|Wis|"
    r"Regulations?|Supreme|Court|F\.[23]d|Opinions?|Rule|et\s+seq|P\.S\.|C\.S\.A?\.|R\.C\.|A\.C\.|I\.C\.|S\.C\.|"
    r"O\.C\.G\.A|N\.J\.A\.C|F\.S\.|T\.C\.A|K\.S\.A|A\.R\.S|V\.S\.A|PA\s+Code|VAC)(?!\w)|\u00a7|\bv\.\s",
)
_CROSS: Final = re.compile(
    rf"^(?:(?P<before>{BEFORE_CODE})|#|Pol\.\s)?\s*(?P<code>{NUMBER_CODE}|[A-Z]-?{NUMBER_CODE}|{PLAIN_LETTER_CODE}|[A-Z]{{2,5}}(?:-[A-Z]\d?)?\*?)"
    r"(?:(?:\s*[-\u2013\u2014:,]\s*|\s+)(?P<title>\D.*)?)?$"
)
_SECTION_START: Final = re.compile(r"^\u00a7?\s?\d[\d\-.:]*[A-Za-z]?\b")
_DATED: Final = re.compile(r"\d/\d{1,2}/\d")
_NUMBERED: Final = re.compile(r"^\d{1,2}\.\s+(?=\S)")
_NAMED: Final = re.compile(
    r"^[A-Z][\w .,&]*\b(?:Statutes|Code|Law|Laws|Constitution|Acts)(?:\s+Annotated)?:?$"
)
_CITED: Final = re.compile(
    r"^[A-Z][A-Za-z.]*(?:\s[A-Z][A-Za-z.]*){0,2}\s[\d.:\-]+\d[A-Za-z\d.:\-()]*$"
)
_TWO_CELLS: Final = re.compile(r"(?<=\S)(\s{2,})(?=\S)")
_ONLY_NUMBER: Final = re.compile(r"^\d{1,4}$")


_DISTRICT: Final = re.compile(r"\bSCHOOL DISTRICT\b|\bPUBLIC SCHOOLS\b")


@dataclass(slots=True)
class References:
    """The references of a policy, in printed order."""

    legal: list[LegalReference] = field(default_factory=list)
    cross: list[CrossReference] = field(default_factory=list)


def split_legal(text: str) -> list[str]:
    """Answer the single references of a line such as `20 USC 1232g; 34 CFR 99`.

    Semicolons part them. Commas do too where no space follows, or where a section number does:
    `Code 18-1514, 33-512A` are two, `9-340, et seq.` is one.
    """
    text = text.strip().strip(";,")
    parts: list[str] = []
    for part in re.split(r"\s*;\s*", text):
        if re.search(r",(?=\S)", part) and part.count(",") > 1:
            parts += re.split(r",(?=\S)", part)
        elif len(re.findall(r",\s+(?=\d[\d\-.:]+[A-Za-z]?(?:\s|,|$))", part)) > 0 and "-" in part:
            parts += re.split(r",\s+(?=\d[\d\-.:]+[A-Za-z]?\b)", part)
        else:
            parts.append(part)
    return [part.strip() for part in parts if re.search(r"\w", part)]


def read_entries(lines: list[Line], section: str, group: str = "") -> References:
    """Answer the references in `lines`, the content of a `section`: legal, cross or both.

    `group` is the heading they stand under until another one follows.
    """
    found = References()
    if section == "legal":
        lines = _one_a_line(lines)
    is_bulleted = _is_bulleted(lines)
    if section == "cross" and (listed := _listed_crosses(lines)):
        found.cross += listed
        return found
    entries = _entries(lines)
    for text, following in zip(entries, [*entries[1:], ""], strict=True):
        if (_ONLY_NUMBER.match(text) and section != "cross") or _DISTRICT.search(text):
            continue
        cross = cross_reference(text)
        if section == "cross":
            found.cross += [cross] if cross else _bare_codes(text) or _cited(text)
        elif cross and (_is_policy(text, section) or text.startswith("Pol.")):
            found.cross.append(cross)
        elif _is_group(text, following):
            group = text.rstrip(":")
        else:
            found.legal += [
                LegalReference(part, group)
                for part in ([text] if is_bulleted else _legal_parts(text))
            ]
    return found


def _is_group(text: str, following: str) -> bool:
    """Whether `text` is a heading over the references below it."""
    if _GROUP.match(text) and not re.search(r"\d[\d\-.]{3,}", text):
        return True
    return bool(_NAMED.match(text)) and following[:1].isdigit()


def _one_a_line(lines: list[Line]) -> list[Line]:
    """Answer `lines` without numbers before them, and one for each of several laws side by side."""
    if lines and all(_NUMBERED.match(line.text) or line.text.startswith("Pol.") for line in lines):
        lines = [replace(line, text=_NUMBERED.sub("", line.text)) for line in lines]
    answer: list[Line] = []
    for line in lines:
        cells = re.split(r"\s{2,}", line.text)
        first = cells[0].split(" ", 1)[0]
        if len(cells) > 1 and all(_CITED.match(cell) and cell.startswith(first) for cell in cells):
            answer += [replace(line, text=cell) for cell in cells]
        else:
            answer.append(line)
    return answer


def cross_reference(text: str) -> CrossReference | None:
    """Answer the policy that `text` names by its code, with the title beside it."""
    match = _CROSS.match(text.strip().rstrip(";,"))
    if not match or _DATED.search(text):
        return None
    title = (match["title"] or "").strip(" -\u2013\u2014")
    if re.fullmatch(r"\([^()]+\)", title):
        title = title[1:-1]
    if match["code"].rstrip("*").isalpha() and title and not re.match(r"[A-Z\u201c\"(]", title):
        return None
    before = re.match(KIND_WORDS, match["before"] or "")
    title = re.sub(r"\s+", " ", title)
    return CrossReference(match["code"].rstrip("*"), title, before[0] if before else "")


def _is_policy(text: str, section: str) -> bool:
    """Whether a line that begins like a code, among references of both kinds, is a policy's."""
    if re.match(rf"{BEFORE_CODE}\S", text):
        return not LAW.search(text.split(",", maxsplit=1)[0].split(" - ", maxsplit=1)[0])
    if section == "both" and not LAW.search(text.split(" - ", maxsplit=1)[0]):
        return True
    return bool(re.match(rf"{PLAIN_LETTER_CODE}(?:,|\s+[-\u2013\u2014]|:)\s", text))


def _listed_crosses(lines: list[Line]) -> list[CrossReference]:
    """Answer references that run on in one sentence: `5:30 (Title), 5:120 (Title)`."""
    text = " ".join(line.text for line in lines)
    found = [
        CrossReference(match["code"], " ".join(match["title"].split()))
        for match in re.finditer(
            rf"(?<![\w.:])(?P<code>{NUMBER_CODE})\s*\((?P<title>[A-Z][^()]*)\)", text
        )
    ]
    return found if len(found) > 1 and len(found) >= len(lines) / 2 else []


def _cited(text: str) -> list[CrossReference]:
    """Answer the policies that a line cites in words: `Title (policy 4040/7310)`."""
    found = []
    for citation in citations(text):
        title = re.search(r"([^,;()]+?)\s*\($", text[: citation.start])
        after = re.match(r"\s*\(([^()]+)\)", text[citation.end :])
        named = citation.title or (title[1] if title else "") or (after[1] if after else "")
        found.append(CrossReference(citation.code, named.strip(), citation.kind.title()))
    return found


def _bare_codes(text: str) -> list[CrossReference]:
    parts = re.split(r"\s*[,;]\s*|\s+and\s+", text)
    codes = [re.sub(rf"^{BEFORE_CODE}|^#", "", part).strip() for part in parts]
    return [CrossReference(code) for code in codes if re.fullmatch(CODE, code)]


def _legal_parts(text: str) -> list[str]:
    parts = split_legal(text) if ";" in text and not re.match(r".{0,40}\s-\s", text) else []
    names = all(re.search(r"[A-Za-z]{3}|[A-Z]\.[A-Z]|[A-Z]{2}", part) for part in parts)
    are_laws = all(re.search(r"\d", part) or LAW.search(part) for part in parts)
    return parts if parts and names and are_laws else [text]


def _entries(lines: list[Line]) -> list[str]:
    """Answer one text for each printed reference: wrapped lines joined, columns closed up."""
    entries: list[tuple[str, str]] = []
    is_bulleted = _is_bulleted(lines)
    column = _second_column(lines)
    beside = [line for line in lines if _TWO_CELLS.search(line.text)]
    is_spaced = sum(line.gap > 0 for line in beside) > len(beside) / 2
    longest = max((len(line.text) for line in lines), default=0)
    previous: Line | None = None
    for line in lines:
        text = _BULLET.sub("", line.text).strip()
        if not text or re.fullmatch(r"(?:Code\s+)?Description", " ".join(text.split())):
            continue
        left, right = _cells(line, text, column)
        if (
            entries
            and previous is not None
            and (
                _continues(line, previous, bulleted=is_bulleted, column=column, longest=longest)
                or (is_spaced and column and not line.gap and _TWO_CELLS.search(previous.text))
            )
        ):
            above = entries[-1]
            entries[-1] = (f"{above[0]} {left}", f"{above[1]} {right}")
        else:
            entries.append((left, right))
        previous = line
    return [" ".join(f"{left} {right}".split()) for left, right in entries]


def _cells(line: Line, text: str, column: float) -> tuple[str, str]:
    """Answer what `line` holds in the left and in the right column of a table of references."""
    if not column:
        return text, ""
    if line.indent >= column - 2:
        return "", text
    match = _TWO_CELLS.search(text)
    return (text[: match.start(1)], text[match.end(1) :]) if match else (text, "")


def _is_bulleted(lines: list[Line]) -> bool:
    return sum(bool(_BULLET.match(line.text)) for line in lines) > len(lines) / 2


def _continues(line: Line, previous: Line, *, bulleted: bool, column: float, longest: int) -> bool:
    if bulleted or _BULLET.match(line.text):
        return not _BULLET.match(line.text) and not line.gap
    if line.gap:
        return False
    if column:
        return line.indent >= column - 2 or (
            not _TWO_CELLS.search(line.text) and bool(_TWO_CELLS.search(previous.text))
        )
    is_open = previous.text.count("(") > previous.text.count(")")
    if line.text[0].islower() or line.indent > previous.indent + 2 or is_open:
        return True
    is_full = len(previous.text) > longest * 0.85 and longest > 60
    starts_anew = bool(
        _SECTION_START.match(line.text)
        or LAW.search(line.text[:40])
        or re.match(rf"{PLAIN_LETTER_CODE},|{BEFORE_CODE}{CODE}\b", line.text)
    )
    return is_full and not starts_anew


def _second_column(lines: list[Line]) -> float:
    """Answer the column where descriptions stand beside codes, 0 where there is no such table."""
    starts = [
        line.indent + match.end()
        for line in lines
        if (match := re.match(r"\S+(?: \S+)*\s{2,}(?=\S)", line.text))
    ]
    return min(starts) if len(starts) >= 3 else 0
