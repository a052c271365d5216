"""The text that is hashed, in a form that anyone can write down again."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any


def text(nodes: Iterable[Mapping[str, Any]]) -> str:
    """One line a clause, `depth TAB kind TAB label TAB text LF`, in Unicode form NFC.

    Tabs and line breaks inside a label or text count as one space each.
    """
    return "".join(
        "\t".join((str(node["depth"]), node["kind"], _line(node["label"]), _line(node["text"])))
        + "\n"
        for node in nodes
    )


def _line(part: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"\r\n|[\t\n\r]", " ", part))
