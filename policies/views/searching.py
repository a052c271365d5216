from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.pacing import paced
from district_portal.permissions import needs, visible
from district_portal.ui.paging import page
from policies import searching
from policies.forms.searching import SearchForm
from policies.models import Policy

PER_PAGE = 10
ALL_OF_ONE = 200
"""Clauses that are shown of a policy that is searched alone."""


@needs("policies.read", guests=True)
@paced("searches")
def search(request: HttpRequest) -> HttpResponse:
    """Look for policies and clauses; while somebody types, only what was found is sent."""
    form = SearchForm(
        request.GET, policies=visible(Policy.objects.all(), request.user, "policies.read")
    )
    form.is_valid()
    within = form.chosen.first() if form.cleaned_data.get("within") else None
    best = ALL_OF_ONE if within else searching.BEST
    found = searching.search(form.chosen, form.text, former=form.former, best=best)
    groups = page(found.groups, request, per_page=PER_PAGE)
    searching.fill(list(groups), found)
    is_vain = bool(found.asked.text) and not found.groups
    context = {
        "search": form,
        "found": found,
        "groups": groups,
        "within": within,
        "hints": searching.hints(form.chosen, found.asked, former=form.former) if is_vain else None,
    }
    is_typing = bool(getattr(request, "htmx", False))
    template = "policies/_found.html" if is_typing else "policies/search.html"
    answer = render(request, template, {**context, "is_typing": is_typing})
    patch_vary_headers(answer, ["HX-Request"])
    return answer
