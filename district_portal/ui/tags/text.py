"""Pieces of a page that hold text: cards, clauses, redlines, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_portal.district import wording
from district_portal.ui.addresses import numbered
from district_portal.ui.tags.status import checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

register = template.Library()

MAX_DEPTH = 4
"""Deeper clauses are not indented further, so that a phone still shows them."""


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "", anchor: str = "") -> str:
    """`{% card title %}…{% endcard %}`; `kind="act"` frames what the page asks to be done."""
    context = {"content": content, "title": title, "kind": kind, "anchor": anchor}
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def clause(
    content: str,
    *,
    label: str = "",
    anchor: str = "",
    depth: int = 0,
    kind: str = "item",
    level: int = 3,
    changed: bool = False,
    note: str = "",
    note_kind: str = "plain",
) -> str:
    """One clause of a policy inside `<div class="policy-text">`.

    `kind` is heading, para, item, cont or row; a heading becomes `<h{level}>`. `changed` draws a
    bar beside it, `note` writes a badge above its text.
    """
    context = {
        "content": content,
        "label": label,
        "anchor": anchor,
        "depth": min(int(depth), MAX_DEPTH),
        "kind": kind,
        "level": level,
        "changed": changed,
        "note": note,
        "note_kind": checked(note_kind),
    }
    return render_to_string("components/clause.html", context)


@register.simple_tag
def redline(hunks: Iterable[tuple[str, str]]) -> str:
    """`{% redline hunks %}`: pairs of "=", "+" or "-" and text, as `<ins>` and `<del>`.

    Several screen readers say nothing for these, so hidden words open and close each.
    """
    said = {
        "+": ("ins", _("added:"), _("end of added text")),
        "-": ("del", _("removed:"), _("end of removed text")),
    }
    parts = []
    for sign, text in hunks:
        if sign == "=":
            parts.append(format_html("{}", text))
            continue
        tag, opening, closing = said[sign]
        parts.append(
            format_html(
                '<{0}><span class="hidden" lang="{4}"> [{1} </span>{2}'
                '<span class="hidden" lang="{4}"> {3}] </span></{0}>',
                tag,
                opening,
                text,
                closing,
                get_language(),
            )
        )
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def role_word(value: str) -> str:
    """`{{ grant.role|role_word }}`: a role, or an approver, in the district's words."""
    return wording.role(value)


@register.filter
def web_address(value: str | Promise) -> str:
    """`{{ account.address|web_address }}`: narrow, it breaks after a slash or an @ first."""
    parts = re.split(r"(?<=[^/]/)(?=[^/])|(?<=@)", str(value))
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))


@register.simple_tag
def hidden(text: str) -> str:
    """`{% hidden _("purpose") %}`: words for those who hear the page."""
    return format_html('<span class="hidden">{}</span>', text)


@register.inclusion_tag("components/copy_link.html")
def copy_link(href: str, label: str) -> dict[str, str]:
    """`{% copy_link "#c7" _("Copy link to clause 7") %}`; without script a plain link."""
    return {"href": href, "label": label}


@register.simple_tag
def address(view: str, number: int) -> str:
    """`{% address "people:person" row.pk %}`: as `{% url %}`, quicker in the rows of a list."""
    return numbered(view, number)


@register.simple_tag
def back_link(url: str, label: str = "") -> str:
    """`{% back_link url %}` or `{% back_link url _("All policies") %}`."""
    return format_html('<a class="back-link" href="{}">{}</a>', url, label or _("Back"))
