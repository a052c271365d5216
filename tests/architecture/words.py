"""Every message that the portal can say, out of its modules and templates."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS = ("accounts", "approvals", "district_portal", "policies")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": words for name, words in DEFAULT_KEYWORDS.items()},
    "_now": None,
    "_gettext": None,
    "gettext_noop": None,
    "own_words": None,
}


def spoken(but: str = "") -> Catalog:
    """All messages, untranslated; apart from those that only the part `but` speaks."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for code in _modules_and_templates(but):
        read = extract("python", BytesIO(code.encode()), keywords=KEYWORDS)
        for _line, words, _comments, context in read:
            found.add(words, context=context)
    return found


def _modules_and_templates(but: str) -> Iterator[str]:
    base = Path(settings.BASE_DIR)
    for part in PARTS:
        for path in sorted((base / part).rglob("*.py")):
            if not {"migrations", but} & set(path.parts):
                yield path.read_text("utf-8")
    for path in sorted((base / "templates").rglob("*.*")):
        if but in path.parts:
            continue
        yield _as_python(path.read_text("utf-8"))


def _as_python(template: str) -> str:
    """A template as calls of gettext alone, one to each line."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())
