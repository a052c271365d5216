"""`{% load ui %}`: every component, gathered from `district_portal.ui.tags`."""

from django import template

from district_portal.ui.tags import (
    charts,
    dates,
    forms,
    languages,
    lists,
    pages,
    status,
    tables,
    text,
)

register = template.Library()

for library in (charts, dates, forms, languages, lists, pages, status, tables, text):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)
