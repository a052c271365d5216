"""The languages of a page: that of its reader, and that in which policies were adopted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """`{% other_languages as others %}`: code and own name of each that the page is not in."""
    return [(code, name) for code, name in settings.LANGUAGES if code != get_language()]


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any]) -> str:
    """`{% this_page as here %}`: where the page is read anew, without what leads to other sites."""
    request = context["request"]
    query, is_ours = request.GET.copy(), get_adapter(request).is_safe_url
    for name, values in request.GET.lists():
        query.setlist(name, [value for value in values if is_ours(value)])
    asked = query.urlencode(safe="/")
    return f"{request.path}?{asked}" if asked else str(request.path)


@register.simple_tag
def adopted() -> SafeString:
    """`<p{% adopted %}>{{ clause.text }}</p>`: marks a text as in the language of its adoption.

    On a page that speaks it there is nothing to be marked.
    """
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString()
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.simple_tag
def adopted_sentence() -> str:
    """Which language binds, for who reads another one; nothing for who reads that one."""
    if get_language() == settings.LANGUAGE_CODE:
        return ""
    return _(
        "Policies stand here in English, the language in which they were adopted. "
        "The English text is what applies and what is signed."
    )
