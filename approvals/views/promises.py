"""The list of promises, kept by the district."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals import attesting
from approvals.forms.promise import PolicyChoice, PromiseForm
from approvals.kinds import KINDS
from approvals.models import Promise
from district_portal.permissions import get_or_404, needs


@needs("promises.edit")
def promises(request: SignedInRequest) -> HttpResponse:
    """Every promise, with the clause that it rests on or the hint that one is missing."""
    rows = attesting.every_promise()
    context = {
        "rows": [(row, attesting.cite(row.clause) if row.clause else "") for row in rows],
        "untied": sum(row.clause is None for row in rows),
    }
    return render(request, "approvals/promise_list.html", context)


@needs("promises.edit")
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a promise's wording, and pick its clause out of a policy in force."""
    known = Promise.objects.filter(in_use=True).select_related("policy")
    row = get_or_404(known, request.user, "promises.edit", pk=pk)
    choice = PolicyChoice(request.GET if "policy" in request.GET else None)
    policy = choice.cleaned_data["policy"] if choice.is_valid() else row.policy
    data = request.POST if request.method == "POST" else None
    form = PromiseForm(data, promise=row, policy=policy)
    if form.is_valid():
        attesting.ask(
            row.name,
            kind=row.kind,
            wording=form.cleaned_data["wording"],
            by=request.user,
            policy=policy,
            clause_key=form.cleaned_data.get("clause", ""),
        )
        messages.success(request, _("The promise is saved. It is asked for from now on."))
        return redirect("approvals:promise_list")
    if not choice.is_bound:
        choice = PolicyChoice(initial={"policy": policy.slug if policy else ""})
    context = {
        "promise": row,
        "kind": KINDS[row.kind],
        "choice": choice,
        "policy": policy,
        "form": form,
    }
    return render(request, "approvals/promise.html", context)
