"""What pages are measured beside: a view with one query, and a page of 50 rows."""

from __future__ import annotations

import statistics
import time
from types import ModuleType
from typing import Any

TIMES, WARM = 60, 5


def with_floors() -> Any:
    """The portal's addresses, and beside them the two that are measured against."""
    from django.http import HttpRequest, HttpResponse, JsonResponse  # noqa: TID251 – floors
    from django.template import engines
    from django.urls import path

    from accounts.models import Person
    from approvals.registry.models import Account
    from district_portal import urls
    from district_portal.permissions import public

    @public
    def one(request: HttpRequest) -> HttpResponse:
        account = Account.objects.filter(address_key=request.GET["key"], state="active").get()
        return JsonResponse({"name": account.name})

    rows = engines["django"].from_string(
        '{% extends "base.html" %}{% load ui %}{% block content %}{% data_table _("People") %}'
        "{% columns %}{% column _('Name') %}{% column _('Family name') %}{% column _('E-mail') %}"
        "{% endcolumns %}{% rows %}{% for row in rows %}{% row %}"
        "{% row_header %}{{ row.given_name }}{% endrow_header %}"
        '{% cell _("Family name") %}{{ row.family_name }}{% endcell %}'
        '{% cell _("E-mail") %}{{ row.email }}{% endcell %}'
        "{% endrow %}{% endfor %}{% endrows %}{% enddata_table %}{% endblock %}"
    )

    @public
    def fifty(request: HttpRequest) -> HttpResponse:
        return HttpResponse(rows.render({"rows": Person.objects.all()[:50]}, request))

    known = ModuleType("benchmarks.known_addresses")
    vars(known).update({key: value for key, value in vars(urls).items() if "__" not in key})
    floors = [path("floor/one/", one), path("floor/fifty/", fifty)]
    vars(known)["urlpatterns"] = [*floors, *urls.urlpatterns]
    return known


def p50(client: Any, *addresses: str, times: int = TIMES) -> list[float]:
    """Of each address in milliseconds; they are asked by turns, so that all have the same hour."""
    took: list[list[float]] = [[] for _ in addresses]
    for number in range(WARM + times):
        for address, each in zip(addresses, took, strict=True):
            start = time.perf_counter()
            answer = client.get(address.format(number))
            each.append(1000 * (time.perf_counter() - start))
            assert answer.status_code == 200, (address, answer.status_code)
    return [statistics.median(each[WARM:]) for each in took]
