"""Where a thing stands, in words; colour only underlines them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices

register = template.Library()

KINDS = ("ok", "warn", "bad", "info", "plain")
NOTICE_WORDS = {"warn": _("Warning:"), "bad": _("Problem:"), "ok": "", "info": "", "plain": ""}
PERCENT = 100
T = TypeVar("T", bound="TextChoices")


def checked(kind: str) -> str:
    """`kind` itself, or a TemplateSyntaxError when there is no such kind."""
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"{kind!r} is none of {', '.join(KINDS)}")
    return kind


@register.simple_tag
def badge(kind: str, text: object) -> str:
    """`{% badge "warn" _("Waiting for you") %}`; kinds ok, warn, bad, info, plain."""
    return format_html('<span class="badge badge-{}">{}</span>', checked(kind), text)


def state_badge(state: T, kinds: Mapping[T, str]) -> str:
    """The badge of `state` in the reader's language; it is plain unless `kinds` has another."""
    return _state_badge(state, kinds.get(state, "plain"), get_language())


@lru_cache(maxsize=1024, typed=True)
def _state_badge(state: TextChoices, kind: str, _language: str | None) -> str:
    """Written once, since a list repeats it; states of two things may be equal but for type."""
    return badge(kind, state.label)


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> str:
    """`{% notice "info" title=_("…") %}…{% endnotice %}`."""
    context = {
        "content": content,
        "kind": checked(kind),
        "title": title,
        "word": NOTICE_WORDS[kind],
    }
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def receipt(content: str, title: str, reference: str = "") -> str:
    """`{% receipt _("Signed") reference=… %}what happens next{% endreceipt %}`."""
    context = {"content": content, "title": title, "reference": reference}
    return render_to_string("components/receipt.html", context)


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, str]:
    """`{% empty_state title why url=… label=… %}`: why it is empty, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.simple_tag
def stat(figure: object, label: str, kind: str = "info", url: str = "") -> str:
    """`{% stat "36" _("not signed") kind="bad" %}` inside `<div class="stats">`.

    `url` is where those are named whom the figure counts.
    """
    words = format_html('<a href="{}">{}</a>', url, label) if url else label
    return format_html(
        '<p class="stat stat-{}"><strong>{}</strong> <span>{}</span></p>',
        checked(kind),
        figure,
        words,
    )


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(value: int, total: int, label: str) -> dict[str, object]:
    """`{% progress_bar done all _("348 rows") %}`: bar, label and per cent in words."""
    percent = PERCENT * value // total if total else 0
    return {"value": value, "total": max(total, 1), "label": label, "percent": percent}
