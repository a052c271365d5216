"""What stands around a form: its tag, its buttons, its problems."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from district_portal.ui.tags.status import checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.forms import BaseForm
    from django.forms.boundfield import BoundField
    from django.http import HttpRequest  # noqa: TID251 – a name for the type

register = template.Library()


@register.simple_block_tag(takes_context=True)
def post_form(
    context: template.Context,
    content: str,
    form: BaseForm | None = None,
    action: str = "",
    *,
    warn_unsaved: bool = False,
    anchor: str = "",
) -> str:
    """`{% post_form form %}…{% endpost_form %}`: a form whose messages are ours.

    Writes the CSRF token, and the encoding when there is a file to send. `warn_unsaved` asks
    before text that was typed is left behind. It is sent to `action`, else to the page it is on,
    also where that page answers at another address: after the question who one is.
    """
    return render_to_string(
        "components/post_form.html",
        {
            "content": content,
            "action": action or _own_address(context.get("request")),
            "multipart": form is not None and form.is_multipart(),
            "warn_unsaved": warn_unsaved,
            "anchor": anchor,
            "csrf_token": context.get("csrf_token"),
        },
    )


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: template.Context, url: str, label: str, kind: str = "secondary", description: str = ""
) -> dict[str, Any]:
    """A button that does one thing; `description` are words for those who hear the page."""
    return {
        "url": url,
        "label": label,
        "kind": kind,
        "description": description,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/confirm_button.html", takes_context=True)
def confirm_button(
    context: template.Context,
    url: str,
    label: str,
    question: str,
    *,
    confirm: str = "",
    kind: str = "danger",
) -> dict[str, Any]:
    """A button that asks first, without script: it opens the question and the real button."""
    return {
        "url": url,
        "label": label,
        "question": question,
        "confirm": confirm or label,
        "kind": kind,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/filters_bar.html")
def filters_bar(form: BaseForm, label: str = "", reset: str = "") -> dict[str, Any]:
    """A GET form with all fields of `form`: the address holds the filters.

    The field for words stands first. Two others or more are folded away on a phone, behind how
    many of them are chosen; they stand open where one of them is wrong.
    """
    fields = form.visible_fields()
    words = [field for field in fields if field.widget_type in {"text", "search"}][:1]
    others = [field for field in fields if field not in words]
    is_folded = len(others) > 1
    return {
        "form": form,
        "label": label or _("Apply"),
        "reset": reset,
        "beside": words if is_folded else fields,
        "folded": others if is_folded else [],
        "chosen": sum(_is_chosen(field) for field in others),
        "is_open": any(field.errors for field in others),
    }


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context, *forms: BaseForm) -> dict[str, Any]:
    """Every problem with a link to its field; without arguments the context's `form`, `forms`."""
    problems = [problem for form in _forms(context, forms) for problem in _problems(form)]
    return {"problems": problems}


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context, *forms: BaseForm) -> str:
    """The word "Error:" for the page's title when something has to be corrected."""
    wrong = any(form.is_bound and form.errors for form in _forms(context, forms))
    return _("Error: ") if wrong else ""


@register.simple_tag
def choices(groups: Iterable[tuple[str | None, Sequence[Mapping[str, Any]], int]]) -> str:
    """`{% choices widget.optgroups %}`: what a select offers, in its groups if it has some."""
    return SafeString("".join(_group(name, options) for name, options, _number in groups))


@register.simple_tag
def ticks(field: BoundField) -> str:
    """What is ticked, or picked, in a list that stands open: each with its label."""
    return SafeString("".join(_tick(option.data) for option in field.subwidgets))


@register.filter
def group_id(field: BoundField) -> str:
    """The id that a link to the field leads to: the first choice of a group."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.filter
def known_kind(tags: str) -> str:
    """A kind of notice for the tags of one of Django's messages."""
    kinds = {"success": "ok", "warning": "warn", "error": "bad"}
    return checked(next((kinds[tag] for tag in (tags or "").split() if tag in kinds), "info"))


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> str:
    written = "".join(
        f'\n  <option value="{_escaped(option["value"])}"{_attributes(option)}>'
        f"{_escaped(option['label'])}</option>"
        for option in options
    )
    return f'\n  <optgroup label="{escape(name)}">{written}\n  </optgroup>' if name else written


def _tick(option: Mapping[str, Any]) -> str:
    kind, name, value = (_escaped(option[key]) for key in ("type", "name", "value"))
    return (
        f'<div class="choice"><input type="{kind}" name="{name}" value="{value}"'
        f'{_attributes(option)}><label for="{_escaped(option["attrs"].get("id", ""))}">'
        f"{_escaped(option['label'])}</label></div>"
    )


def _escaped(value: Any) -> str:
    """As templates write it; most are plain, and to look for what is not takes the longest."""
    return html.escape(str(value)) if type(value) in {str, int} else conditional_escape(value)


def _attributes(option: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_escaped(value)}"'
        for name, value in option["attrs"].items()
        if value is not False
    )


def _is_chosen(field: BoundField) -> bool:
    """Whether something else is asked for than what the field begins with."""
    return bool(field.data) and str(field.data) != str(field.initial or "")


def _forms(context: template.Context, forms: tuple[BaseForm, ...]) -> list[BaseForm]:
    if forms:
        return [form for form in forms if form]
    found = [context.get("form"), *(context.get("forms") or [])]
    return [form for form in found if hasattr(form, "visible_fields")]


def _problems(form: BaseForm) -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    for text in form.non_field_errors():
        yield {"text": str(text), "target": ""}
    for field in form:
        for text in field.errors:
            yield {"text": str(text), "target": "" if field.is_hidden else group_id(field)}


def _own_address(request: HttpRequest | None) -> str:
    if request is None:
        return ""
    return f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path
