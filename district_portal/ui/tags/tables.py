"""Tables that become cards on a phone.

The roles are written out because `display: block` takes a table's meaning away in some browsers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.template.base import FilterExpression, Parser, Token

register = template.Library()

ARROWS = {
    "ascending": '<span aria-hidden="true"> ↑</span>',
    "descending": '<span aria-hidden="true"> ↓</span>',
    None: "",
}


@register.simple_block_tag
def data_table(content: str, caption: str = "", *, heard: bool = False) -> str:
    """`{% data_table caption %}` around `columns` and `rows`.

    With `heard` the caption is not seen: it says what the heading of the page says.
    """
    opening = SafeString('<caption class="hidden">' if heard else "<caption>")
    said = format_html("{}{}</caption>", opening, caption) if caption else ""
    return format_html('<table class="data-table" role="table">{}{}</table>', said, content)


class _Element(template.Node):
    """An element of a table around what stands between its two tags.

    A page has hundreds of them, so that they are nodes of their own: a block tag would look at
    its arguments and escape its content, which is safe, once more for each.
    """

    def __init__(self, nodelist: template.NodeList, opening: str, closing: str) -> None:
        self.nodelist, self.opening, self.closing = nodelist, opening, closing

    def render(self, context: template.Context) -> SafeString:
        return SafeString(f"{self.opening}{self.nodelist.render(context)}{self.closing}")


class _Cell(template.Node):
    """A cell; what opens it is put together once a page where its label is written in the tag."""

    def __init__(self, nodelist: template.NodeList, **arguments: FilterExpression) -> None:
        self.nodelist, self.arguments = nodelist, arguments
        self.is_same = not any(one.is_var or one.filters for one in arguments.values())

    def render(self, context: template.Context) -> SafeString:
        content: str = self.nodelist.render(context)
        if not content or content.isspace():
            content = _nothing()
        return SafeString(f"{self._opening(context)}{content}</div></td>")

    def _opening(self, context: template.Context) -> str:
        kept = context.render_context
        if self in kept:
            return str(kept[self])
        opening = _opening(**{key: one.resolve(context) for key, one in self.arguments.items()})
        if self.is_same:
            kept[self] = opening
        return opening


@register.tag
def columns(parser: Parser, token: Token) -> _Element:
    """The head of a table: `column` and `sort_header` go inside."""
    return _element(parser, token, '<thead role="rowgroup"><tr role="row">', "</tr></thead>")


@register.tag
def rows(parser: Parser, token: Token) -> _Element:
    """The body of a table: `row` goes inside."""
    return _element(parser, token, '<tbody role="rowgroup">', "</tbody>")


@register.tag
def row(parser: Parser, token: Token) -> _Element:
    """One row: `row_header` and `cell` go inside."""
    return _element(parser, token, '<tr role="row">', "</tr>")


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


@register.tag
def row_header(parser: Parser, token: Token) -> _Element:
    """The cell that names the row; the card's title on a phone."""
    return _element(parser, token, '<th scope="row" role="rowheader">', "</th>")


@register.tag
def cell(parser: Parser, token: Token) -> _Cell:
    """`{% cell _("Name") %}`: a cell; `number=True` sets it to the right.

    The label repeats its column's name on a phone. Empty content becomes "none".
    """
    name, label, *more = token.split_contents()
    arguments = template.base.token_kwargs(more, parser)
    if more or not arguments.keys() <= {"number"}:
        raise template.TemplateSyntaxError(f"{name!r} takes a label and number=")
    label_of = parser.compile_filter(label)
    return _Cell(_until_its_end(parser, name), label=label_of, **arguments)


def _element(parser: Parser, token: Token, opening: str, closing: str) -> _Element:
    return _Element(_until_its_end(parser, token.contents), opening, closing)


def _until_its_end(parser: Parser, name: str) -> template.NodeList:
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return nodelist


def _opening(label: object, *, number: bool = False) -> str:
    return format_html(
        '<td role="cell" data-label="{}"{}><div>', label, _number_class(number=number)
    )


def _nothing() -> str:
    return format_html(
        '<span class="quiet" aria-hidden="true">–</span><span class="hidden">{}</span>', _("none")
    )


def _number_class(*, number: bool) -> str:
    return SafeString(' class="number"') if number else ""
