from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs, visible
from policies import redlining
from policies.besides import Facts, besides
from policies.forms.comparing import CompareForm, LookForm
from policies.models import Draft, Policy, Version
from policies.views.reading import at_todays_address


@needs("policies.read", guests=True)
@at_todays_address
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """The way to the redline of the two versions that were chosen, in either order."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    form = CompareForm(request.GET, versions=list(_versions(request, policy)))
    if not form.is_valid():
        return redirect(f"{policy.get_absolute_url()}#versions")
    return _way(request, slug, form.cleaned_data["new"], form.cleaned_data["old"])


@needs("policies.read", guests=True)
@at_todays_address
def changes(request: SignedInRequest, slug: str, number: int, other: int) -> HttpResponse:
    """What changed from one version of a policy to another, later one."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    if number < other:
        return _way(request, slug, other, number)
    versions = {version.number: version for version in _versions(request, policy)}
    if not {number, other} <= versions.keys():
        raise Http404
    if number == other:
        return redirect("policies:version", slug, number)
    old, new = versions[other], versions[number]
    prefetch_related_objects([old, new], "dates", "references")
    look = LookForm(request.GET).look
    context = {
        "policy": policy,
        "old": old,
        "new": new,
        "between": [versions[each] for each in sorted(versions) if other < each <= number],
        "form": CompareForm(initial={"old": other, "new": number}, versions=[*versions.values()]),
        "redline": redlining.between(old, new, **look.redline),
        "besides": besides(Facts.of_version(old), Facts.of_version(new)),
        "look": look,
    }
    return render(request, "policies/changes.html", context)


@needs("policies.review")
def draft_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a draft would change in the version in force."""
    drafts = Draft.objects.select_related("policy")
    draft = get_or_404(drafts, request.user, "policies.review", pk=pk)
    old = draft.policy.in_force if draft.policy else None
    if old is None:
        return redirect(draft)
    return render(request, "policies/changes.html", of_draft(request, draft, old))


def of_draft(request: SignedInRequest, draft: Draft, old: Version) -> dict[str, Any]:
    """What the page of a draft's redline shows, for whoever may read the draft."""
    look = LookForm(request.GET).look
    return {
        "policy": draft.policy,
        "old": old,
        "draft": draft,
        "redline": redlining.of_draft(draft, since=old, **look.redline),
        "besides": besides(Facts.of_version(old), Facts.of_draft(draft)),
        "look": look,
        "may_edit": can(request.user, "policies.edit"),
    }


def _way(request: SignedInRequest, slug: str, one: int, other: int) -> HttpResponse:
    """To the redline of two versions, later first, shown as this address asks for."""
    way = redirect("policies:changes", slug, max(one, other), min(one, other))
    if kept := {name: value for name, value in request.GET.items() if name in LookForm.base_fields}:
        way["Location"] += f"?{urlencode(kept)}"
    return way


def _versions(request: SignedInRequest, policy: Policy) -> QuerySet[Version]:
    versions = visible(policy.versions.all(), request.user, "policies.read")
    return versions.select_related("published_by").defer("canonical_text", "alignment")
