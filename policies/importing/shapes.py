"""The shape of a line: prose, title, labelled, finished or not."""

import re
from typing import Final

from policies.importing.labels import split_label
from policies.importing.lines import Line

_SENTENCE_END: Final = re.compile(r"[.!?;][\"'\u201d\u2019)\]*]*$")
_PROSE_WORDS: Final = 13
_TITLE_WORDS: Final = 16
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
        "is",
        "are",
        "be",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "over",
        "per",
        "so",
        "than",
        "that",
        "the",
        "their",
        "to",
        "under",
        "up",
        "upon",
        "via",
        "vs",
        "when",
        "with",
        "within",
        "without",
        "who",
        "whom",
        "which",
        "not",
        "no",
        "its",
        "it",
    ]
)


def words_of(text: str) -> list[str]:
    """Answer the words of `text`, without punctuation."""
    return re.findall(r"\w[\w'\u2019]*", text)


def is_prose(line: Line) -> bool:
    """Whether `line` reads as part of a sentence rather than as a title or a name."""
    words = words_of(line.text)
    if line.level or (line.bold and len(words) < _PROSE_WORDS):
        return False
    if len(words) >= _PROSE_WORDS and not line.text.isupper():
        return not is_capitalized(line.text)
    return (
        len(words) >= 5 and bool(_SENTENCE_END.search(line.text)) and not is_capitalized(line.text)
    )


def is_titled(line: Line) -> bool:
    """Whether `line` looks like a printed heading: marked as one, in capitals or Title Case."""
    text = line.text
    words = words_of(text)
    if not words or len(words) > _TITLE_WORDS or has_label(line) or line.cells:
        return False
    if text[0] in "(*.,;)" or re.match(r"\[[\w\s]{0,12}\]$", text):
        return False
    if line.level or line.bold:
        return True
    if re.search(r"\([^()]*\d{2}[^()]*\)\.?$", text):
        return False
    if re.search(r"[.,;](?:\"|\u201d)?$", text) and not re.search(r"\b(?:etc|Jr|Sr|Inc)\.$", text):
        return False
    return (text.isupper() and len(text) > 2) or is_capitalized(text)


def is_capitalized(text: str) -> bool:
    """Whether every word of `text` but small ones begins with a capital or a digit."""
    words = re.findall(r"[^\W\d_][\w'\u2019]*", text)
    if not words or not (words[0][0].isupper() or not text[0].isalpha()):
        return False
    told = [word for word in words[1:] if word.lower() not in _SMALL]
    return all(word[0].isupper() for word in told)


def has_label(line: Line) -> bool:
    """Whether `line` begins with a label such as 1., a) or a bullet."""
    return bool(line.label) or split_label(line.text) is not None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends where a sentence, or the introduction of a list, may end."""
    return bool(re.search(r"[.!?:;][\"'\u201d\u2019)\]*]*$", text))
