from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs, visible
from district_portal.ui.paging import page
from policies.forms.references import ReferencesFilter
from policies.models import Policy
from policies.references import missing


@needs("policies.edit")
def references(request: SignedInRequest) -> HttpResponse:
    """Codes that the texts in force name and that lead nowhere, or not where they should."""
    form = ReferencesFilter(request.GET)
    form.is_valid()
    trouble = form.cleaned_data.get("trouble") or missing.Trouble.MISSING
    words = form.cleaned_data.get("words", "")
    policies = visible(Policy.objects.all(), request.user, "policies.edit")
    found = page(missing.troubles(trouble, policies=policies, words=words), request)
    missing.fill(list(found), trouble, policies=policies)
    context = {"filter_form": form, "found": found, "trouble": trouble, "words": words}
    return render(request, "policies/references.html", context)
