"""The frame of a page: style sheets, navigation, panels."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from district_portal.district import painting
from district_portal.ui import panels
from district_portal.ui.storage import PortalStorage
from district_portal.ui.stylesheets import BUNDLE, STYLESHEETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest  # noqa: TID251 - a name for the type

register = template.Library()


@register.simple_tag
def stylesheets() -> str:
    """One link to all of them where they were collected, else one for each, side by side."""
    collected = isinstance(staticfiles_storage, PortalStorage)
    return format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static_or_plain(path),) for path in ([BUNDLE] if collected else STYLESHEETS)),
    )


@register.simple_tag(takes_context=True)
def district_colors(context: template.Context) -> str:
    """A link to the stylesheet of the district's own color, where it has one."""
    accent = getattr(context.get("district"), "accent", "")
    if not accent:
        return ""
    address = reverse("setup:colors", args=[painting.digest(accent)])
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.simple_tag
def static_or_plain(path: str) -> str:
    """A static file's address; an error page stands even where the list of them is missing."""
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"


@register.simple_block_tag
def filled(content: str, tag: str, css_class: str, label: str = "") -> str:
    """`{% filled "div" "lead" %}{% block lead %}…{% endfilled %}`: no element when empty."""
    if not content.strip():
        return ""
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html(
        '<{0} class="{1}"{2}>{3}</{0}>', tag, css_class, name, SafeString(content.strip())
    )


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: template.Context) -> dict[str, Any]:
    """The main navigation, with the entry marked under which this page stands, and its area."""
    request = context.get("request")
    items = panels.navigation(request) if request else []
    current = _current(items, request) if request else None
    areas = panels.areas(items)
    area = next((area for area in areas if current in area.items), None)
    lines: list[tuple[object, Sequence[object], object]] = [("", areas, area)] if areas else []
    if area and len(area.items) > 1:
        lines.append((area.label, area.items, current))
    return {"lines": lines}


@register.simple_tag(takes_context=True)
def panel_slot(context: template.Context, slot: str, subject: object) -> str:
    """`{% panel_slot "policy" policy %}`: what the parts above say about `subject`."""
    request = context["request"]
    return format_html_join(
        "\n",
        "{}",
        (
            (render_to_string(name, {**extra, slot: subject}, request=request),)
            for name, extra in panels.panels(slot, request, subject)
        ),
    )


@register.simple_tag(takes_context=True)
def panels_beside(context: template.Context, key: str) -> str:
    """`{% panels_beside clause.key %}`: what stands under that key in the page's `beside`."""
    found = (context.get("beside") or {}).get(key, ())
    request = context.get("request")
    return format_html_join(
        "\n", "{}", ((render_to_string(name, extra, request=request),) for name, extra in found)
    )


def _current(items: Sequence[panels.NavItem], request: HttpRequest) -> panels.NavItem | None:
    """The item that names this page, else that with the longest address that the path begins with.

    "/" is one only by itself.
    """
    match, path = request.resolver_match, request.path
    if named := [item for item in items if match and match.view_name in item.pages]:
        return named[0]
    matching = [
        (len(url), item)
        for item in items
        for url in item.urls
        if path == url or (url != "/" and path.startswith(url))
    ]
    return max(matching, key=itemgetter(0), default=(0, None))[1]
