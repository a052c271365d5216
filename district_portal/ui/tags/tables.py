"""Tables that become cards on a phone.

The roles are written out because `display: block` takes a table's meaning away in some browsers.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

ARROWS = {
    "ascending": '<span aria-hidden="true"> ↑</span>',
    "descending": '<span aria-hidden="true"> ↓</span>',
    None: "",
}


@register.simple_block_tag
def data_table(content: str, caption: str = "") -> str:
    """`{% data_table caption %}` around `columns` and `rows`."""
    said = format_html("<caption>{}</caption>", caption) if caption else ""
    return format_html('<table class="data-table" role="table">{}{}</table>', said, content)


@register.simple_block_tag
def columns(content: str) -> str:
    """The head of a table: `column` and `sort_header` go inside."""
    return format_html('<thead role="rowgroup"><tr role="row">{}</tr></thead>', content)


@register.simple_block_tag
def rows(content: str) -> str:
    """The body of a table: `row` goes inside."""
    return format_html('<tbody role="rowgroup">{}</tbody>', content)


@register.simple_block_tag
def row(content: str) -> str:
    """One row: `row_header` and `cell` go inside."""
    return format_html('<tr role="row">{}</tr>', content)


@register.simple_tag
def column(label: str, *, number: bool = False) -> str:
    """A column that can't be sorted; `number=True` sets it to the right."""
    return format_html(
        '<th scope="col" role="columnheader"{}>{}</th>', _number_class(number=number), label
    )


@register.simple_tag(takes_context=True)
def sort_header(
    context: template.Context,
    key: str,
    label: str,
    *,
    number: bool = False,
    default: str = "",
) -> str:
    """A column that sorts by `?sort=key`, then `?sort=-key`; filters stay, the page is dropped.

    `default="up"` or `"down"` on the column that leads when the address names none.
    """
    asked = context["request"].GET.copy()
    current = asked.get("sort") or {"up": key, "down": f"-{key}"}.get(default, "")
    asked.pop("page", None)
    asked["sort"] = f"-{key}" if current == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(current)
    return format_html(
        '<th scope="col" role="columnheader"{}{}><a href="?{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', direction) if direction else "",
        _number_class(number=number),
        asked.urlencode(),
        label,
        SafeString(ARROWS[direction]),
    )


@register.simple_block_tag
def row_header(content: str) -> str:
    """The cell that names the row; the card's title on a phone."""
    return format_html('<th scope="row" role="rowheader">{}</th>', content)


@register.simple_block_tag
def cell(content: str, label: str, *, number: bool = False) -> str:
    """A cell; `label` repeats its column's name on a phone. Empty content becomes "none"."""
    if not content.strip():
        content = format_html(
            '<span class="quiet" aria-hidden="true">–</span><span class="hidden">{}</span>',
            _("none"),
        )
    return format_html(
        '<td role="cell" data-label="{}"{}><div>{}</div></td>',
        label,
        _number_class(number=number),
        content,
    )


def _number_class(*, number: bool) -> str:
    return SafeString(' class="number"') if number else ""
