"""A snippet of a template, rendered with the portal's tags."""

from __future__ import annotations

from django.template import Context, RequestContext, Template


def rendered(source: str, request=None, **context) -> str:
    template = Template("{% load ui crispy_forms_tags %}" + source)
    whole = RequestContext(request, context) if request else Context(context)
    return template.render(whole).strip()
