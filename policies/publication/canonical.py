"""The text that is hashed, in a form that anyone can write down again."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

_BREAKS: Final = re.compile("\r\n|[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def text(nodes: Iterable[Mapping[str, Any]]) -> str:
    """One line a clause, `depth TAB kind TAB label TAB text LF`, in Unicode form NFC.

    Tabs and line breaks inside a label or text count as one space each.
    """
    return "".join(
        "\t".join((str(node["depth"]), node["kind"], _line(node["label"]), _line(node["text"])))
        + "\n"
        for node in nodes
    )


def fingerprint(text: str) -> str:
    """The SHA-256 of a canonical text in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _line(part: str) -> str:
    return unicodedata.normalize("NFC", _BREAKS.sub(" ", part))
