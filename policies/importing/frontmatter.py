"""Front matter: the few forms of YAML that policies carry before their text."""

import re
from typing import Final

from policies.importing.lines import Line

_KEY: Final = re.compile(r"^([A-Za-z][\w \-]*?)\s*:(?:\s+(.*)|$)")
_ITEM: Final = re.compile(r"^\s*-\s+(.*)$")


def fields(lines: list[Line]) -> dict[str, list[str]]:
    """Answer key → values of the front matter: keys in lower case with hyphens, no quotes."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        match = _KEY.match(line.text)
        item = _ITEM.match(line.text)
        if match and not line.text.startswith((" ", "\t", "-")):
            key = re.sub(r"[\s_]+", "-", match[1].lower())
            found[key] = []
            value = _unquoted(match[2] or "")
            if value.startswith("[") and value.endswith("]"):
                found[key] += [_unquoted(part) for part in value[1:-1].split(",") if part.strip()]
            elif value and value not in ("|", ">", "|-", ">-", "null", "~"):
                found[key].append(value)
        elif item and key:
            found[key].append(_unquoted(item[1]))
        elif key and line.text.strip():
            found[key] = [*found[key][:-1], " ".join([*found[key][-1:], line.text.strip()])]
    return {key: [value for value in values if value] for key, values in found.items()}


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value
