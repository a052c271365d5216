"""What everyone may see of accounts that others run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from approvals.claiming import telling
from approvals.claiming.forms.lists import NotOfficialFilter
from approvals.registry.views.public import for_everyone
from district_portal.ui.paging import page


@for_everyone()
def not_official(request: HttpRequest) -> HttpResponse:
    """Accounts of booster clubs, parents' groups and others, where the district lists them."""
    if not telling.is_list_public():
        raise Http404
    form = NotOfficialFilter(request.GET)
    rows = form.narrow(telling.not_official())
    context = {"rows": page(rows, request), "form": form, "filtered": any(request.GET.values())}
    return render(request, "claiming/not_official.html", context)
