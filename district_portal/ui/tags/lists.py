"""Lists: tasks, definitions, steps, pages."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string

from district_portal.ui.dates import due_in_words
from district_portal.ui.tags.status import checked

if TYPE_CHECKING:
    import datetime as dt

    from district_portal.ui.paging import ListPage

register = template.Library()
_numbers = itertools.count(1)


@register.inclusion_tag("components/task_row.html")
def task_row(
    url: str,
    title: object,
    *,
    meta: object = "",
    status: object = "",
    kind: str = "plain",
    due: dt.date | None = None,
) -> dict[str, Any]:
    """One `<li>` of `<ul class="tasks">`: the whole row is the link, described by its status.

    `due` writes status and kind by itself; an empty `url` gives a row that leads nowhere.
    """
    if due is not None:
        kind, status = due_in_words(due)
    return {
        "url": url,
        "title": title,
        "meta": meta,
        "status": status,
        "kind": checked(kind),
        "id": f"task-{next(_numbers)}",
    }


@register.simple_block_tag
def definition(content: str, label: str, change: str = "") -> str:
    """One pair of `<dl class="definitions">`; `change` is the address of its "Change" link."""
    context = {"content": content, "label": label, "change": change}
    return render_to_string("components/definition.html", context)


@register.inclusion_tag("components/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    """`{% steps 2 _("The account") _("Your promises") _("Check and send") %}`."""
    return {"current": current, "labels": labels, "total": len(labels)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: ListPage) -> dict[str, Any]:
    """`{% pagination page %}`: "51–100 of 348", previous and next; the filters stay."""
    shown: dict[str, Any] = {"page": page}
    for name in ("previous", "next"):
        if getattr(page, f"has_{name}")():
            address = context["request"].GET.copy()
            address[page.parameter] = str(getattr(page, f"{name}_page_number")())
            shown[name] = f"?{address.urlencode()}"
    return shown
