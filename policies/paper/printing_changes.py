"""The redline of two versions on paper: what changed in a list, then in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.ui.dates import date_in_words
from policies import redlining
from policies.models import Version
from policies.paper import printing, typesetting
from policies.redlining import Redline, Row
from policies.redlining.besides import Facts, besides


def changes_pdf(old: Version, new: Version, **look: Any) -> bytes:
    """What changed from `old` to `new` as a PDF/UA-1 document; `look` is `redlining.redline`'s.

    Added words are underlined, removed ones struck, and both are said to those who hear it.
    Raises typesetting.NotSetError.
    """
    redline = redlining.between(old, new, **look)
    title = _("What changed from version %(old)d to version %(new)d") % {
        "old": old.number,
        "new": new.number,
    }
    frame = printing.frame(new, title=title, standing="")
    data = {
        **frame,
        "lines": [new.title, *frame["lines"]],
        "spoken": {"+": _("[added:"), "+end": "]", "-": _("[removed:"), "-end": "]"},
        "changes": {
            "title": _("Changes"),
            "sentence": _sentence(redline),
            "entries": [
                *(str(told.change.sentence) for told in redline.changes),
                *_besides(old, new),
            ],
        },
        "blocks": printing.blocks(_clauses(redline)),
        "text": _("In the text"),
        "about": {"title": _("About this comparison"), "rows": _about(old, new)},
    }
    return typesetting.pdf("changes", data)


def _sentence(redline: Redline) -> str:
    return ngettext(
        "%(same)d of %(n)d clause is the same word for word.",
        "%(same)d of %(n)d clauses are the same word for word.",
        redline.total,
    ) % {"same": redline.same, "n": redline.total}


def _besides(old: Version, new: Version) -> Iterator[list[list[str]]]:
    for beside in besides(Facts.of_version(old), Facts.of_version(new)):
        yield [["=", f"{beside.what}: "], *map(list, beside.words)]


def _clauses(redline: Redline) -> Iterator[dict[str, Any]]:
    """The rows as `printing.blocks` takes clauses; what is folded is said in a line."""
    plain = {"kind": "para", "depth": 0, "level": 0, "label": ""}
    for block in redline.blocks:
        if block.is_folded:
            count = block.clauses
            words = ngettext("%(n)d unchanged clause", "%(n)d unchanged clauses", count)
            yield {**plain, "text": f"[{words % {'n': count}}]"}
            continue
        for row in block.rows:
            if row.form == "marker":
                sentences = [f"{note.text} {note.link}." for note in row.notes]
                yield {**plain, "text": f"[{' '.join(sentences)}]"}
            else:
                yield _clause(row)


def _clause(row: Row) -> dict[str, Any]:
    words = [["+", text] for _op, text in row.words] if row.form == "added" else row.words
    return {
        "kind": row.kind,
        "depth": row.depth,
        "level": row.level,
        "label": row.label,
        "text": [list(piece) for piece in words],
        "note": "; ".join(
            f"{note.text}: {note.link}" if note.link else str(note.text) for note in row.notes
        ),
    }


def _about(old: Version, new: Version) -> list[tuple[str, str]]:
    address = reverse("policies:changes", args=[new.policy.slug, new.number, old.number])
    rows = [(_("Where it is read"), f"{settings.PORTAL_ADDRESS}{address}")]
    for version in (old, new):
        name = _("Version %(number)d") % {"number": version.number}
        day = date_in_words(version.effective_on, style="long")
        since = _("In force from %(day)s") % {"day": day}
        print_ = _("SHA-256 %(fingerprint)s") % {"fingerprint": version.sha256}
        rows.append((name, f"{since}. {print_}"))
    if new.summary:
        rows.append((_("In the words of the district"), new.summary))
    return rows
