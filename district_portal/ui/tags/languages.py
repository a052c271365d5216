"""The languages of a page: that of its reader, and that in which policies were adopted."""

from __future__ import annotations

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


@register.simple_tag
def adopted() -> SafeString:
    """`<p{% adopted %}>{{ clause.text }}</p>`: marks a text as in the language of its adoption."""
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
