"""Lines of a policy's foot: which of them open a section, and which can't stand there."""

import re
from typing import Final

from policies.importing.datelines import LabelledDate, is_date_line, labelled_dates
from policies.importing.labels import split_label, split_note
from policies.importing.lines import Line
from policies.importing.references import LAW, cross_reference
from policies.importing.shapes import words_of

_SECTIONS: Final = (
    (
        "note",
        (
            r"policy\s+reference\s+disclaimer|(?:legal\s+)?references?\s+disclaimer|disclaimer|"
            r"note(?!:?\s*refer\s+also)"
        ),
    ),
    (
        "dates",
        r"(?:district\s+)?policy\s+(?:adoption|history)(?:\s+history)?|adoption\s+history|history",
    ),
    (
        "legal",
        (
            r"legal(?=\s*:?$)|legal\s+ref(?:erence|s)?s?(?:\s*\([sS]\)|\(s\))?|"
            r"(?:state|federal)(?:\s+references?)?(?=\s*:|\s{2,}description|$)|"
            r"statutory\s+(?:authority|references?)|legal\s+authority|authority|"
            r"management\s+resources?(?:\s+references?)?|court\s+(?:decisions?|cases?)|"
            r"regulatory\s+references?|(?:federal|state)\s+(?:law|statutes?)"
        ),
    ),
    (
        "cross",
        (
            r"cross[\s\-]*ref(?:erence|s)?s?(?:\s*\([sS]\))?|policy\s+references?|"
            r"related\s+(?:polic(?:y|ies)|documents?)|see\s+also|adoption\s+references?|"
            r"(?:note:\s*)?refer\s+also\s+to\s+polic(?:y|ies)(?=\s*[#\d:])"
        ),
    ),
    ("both", r"ref(?:erence)?s?(?:\s*\([sS]\))?"),
    ("signature", r"signatures?|signed|attest(?:ed)?|in\s+witness\s+whereof"),
)
_LABEL: Final = re.compile(
    r"^(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SECTIONS)
    + r")(?P<colon>\s*[:;.]+)?(?P<space>\s*)(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGNING: Final = re.compile(r"_{5,}|^date:?\s*_*$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"\b(?:shall|will|must|may|should|is|are|was|were|has|have)\b")
_REFER: Final = re.compile(r"(?:note:\s*)?refer\s+also\s+to", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?:[A-Z][\w.]*\.[A-Z]\w*\.?|\d+\s+[A-Z]|[A-Z][a-z]+\s+(?:Law|Code|Stat|Statutes?)\b|[A-Z]{2,6}\s+\d)"
)
_MOST_WORDS: Final = 18
_LONGEST: Final = 30
_NOTE_LINES: Final = 8
_LONGEST_DATE: Final = 60


class FootLines:
    """The lines of a body, each with the section it opens and the one it stands in.

    `opens` holds (section, rest of the line) or None, `dated` whether a line is nothing but
    dates, `within` the section that the lines above have opened, "" for none.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.opens = [section_of(line) for line in lines]
        self.dated = [is_date_line(line.text) for line in lines]
        self.within: list[str] = []
        within = ""
        for position, line in enumerate(lines):
            self.within.append(within)
            if self.opens[position] is None and within not in ("legal", "both"):
                self.opens[position] = bare_law(line)
            opened = self.opens[position]
            if opened:
                within = opened[0]
            elif self.dated[position]:
                within = "dates"
            elif line.level:
                within = ""

    def is_text(self, position: int) -> bool:
        """Whether the line at `position` can't stand in a foot."""
        line = self.lines[position]
        if line.cells or (line.level and not self.opens[position]):
            return True
        if self.opens[position] or self.dated[position] or self.is_note(position):
            return False
        if _SIGNING.search(line.text) or self.is_last_date(position):
            return False
        words = words_of(line.text)
        if cross_reference(re.sub(r"^[-\u2022*]\s+", "", line.text)) and len(words) > 1:
            return False
        if re.match(r"^[-\u2022*]\s", line.text):
            return not self.within[position]
        if self.within[position] == "legal" and is_law(line.text):
            return False
        if _is_clause(line.text) or (len(words) > _LONGEST and not re.search(r"\d{2}", line.text)):
            return True
        is_sentence = bool(_SENTENCE.search(line.text)) and len(words) > 8
        return is_sentence or not self.within[position]

    def is_note(self, position: int) -> bool:
        """Whether the line at `position` belongs to a footnote set below the foot."""
        text = self.lines[position].text
        if self.dated[position] or self.opens[position] or bare_date(text):
            return False
        for back in range(position, max(-1, position - _NOTE_LINES), -1):
            note = split_note(self.lines[back].text)
            if note and len(words_of(note[1])) > 3:
                return True
            if self.lines[back].gap:
                return False
        return False

    def is_last_date(self, position: int) -> bool:
        """Whether the line at `position` is the last one and nothing but a date."""
        is_last = position == len(self.lines) - 1
        return is_last and bool(bare_date(self.lines[position].text))


def is_law(text: str) -> bool:
    """Whether `text`, numbered or not, is nothing but a law, its section and perhaps its name."""
    label = split_label(text)
    rest = label.rest if label is not None and label.rest else text
    return bool(LAW.search(rest)) and bool(re.search(r"\d", rest)) and not _SENTENCE.search(rest)


def bare_law(line: Line) -> tuple[str, str] | None:
    """Answer ("legal", the line) where `line` cites laws below the text without saying so."""
    words = words_of(line.text)
    is_short = len(words) <= _MOST_WORDS and not line.level and not line.cells
    if not is_short or not _BARE.match(line.text) or line.text.endswith((":", ".", ",")):
        return None
    return ("legal", line.text) if is_law(line.text) and not split_label(line.text) else None


def section_of(line: Line) -> tuple[str, str] | None:
    """Answer (section, rest of the line) where `line` opens a section of the foot."""
    if line.cells:
        return None
    match = _LABEL.match(line.text)
    if not match:
        return None
    rest = match["rest"].strip()
    is_heading = (
        bool(match["colon"]) or not rest or bool(re.match(r"description$", rest, re.IGNORECASE))
    )
    is_heading = is_heading or bool(_REFER.match(line.text))
    if not is_heading and not line.text[: match.start("rest")].strip().isupper():
        return None
    if not is_heading and match["signature"]:
        return None
    name = next(name for name, _ in _SECTIONS if match[name] is not None)
    if name == "note" and not is_heading:
        return None
    return name, "" if rest.lower() == "description" else rest


def group_of(text: str) -> str:
    """Answer the heading for the references below, unless it only says that they are legal."""
    match = _LABEL.match(text)
    if match is None:
        return ""
    label = text[: match.start("colon") if match["colon"] else len(text)].strip()
    label = re.sub(r"\s{2,}.*", "", label)
    return "" if re.match(r"(?i)(?:(?:legal|statutory)?\s*(?:ref|auth)|legal$)", label) else label


def bare_date(text: str) -> list[LabelledDate]:
    """Answer the date of a line that is nothing but a date: when the text was issued."""
    if len(text) > _LONGEST_DATE:
        return []
    found = labelled_dates(text, default="issued")
    return found[:1] if len(words_of(text)) <= 4 else []


def _is_clause(text: str) -> bool:
    """Whether `text` is a labelled clause rather than a numbered reference."""
    label = split_label(text)
    if label is None or label.bullet or len(label.rest.split()) <= 3:
        return False
    return not re.match(r"\d+\.\d|\d{2,}", label.printed)
