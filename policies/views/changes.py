from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs, visible
from policies import redlining
from policies.forms.comparing import CompareForm, LookForm
from policies.models import Draft, Policy, Version
from policies.paper import printing_changes
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError
from policies.redlining.besides import Facts, besides
from policies.views.drafts import of_a_draft_for
from policies.views.files import busy
from policies.views.reading import at_todays_address


@needs("policies.read", guests=True)
@at_todays_address
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """The way to the redline of the two versions that were chosen, in either order."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    form = CompareForm(request.GET, versions=list(_versions(request, policy)))
    if not form.is_valid():
        return redirect(f"{policy.get_absolute_url()}#versions")
    return _way(request, slug, form.cleaned_data["new"], form.cleaned_data["old"])


@needs("policies.read", guests=True)
@at_todays_address
def changes(request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
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


@needs("policies.read", guests=True)
@at_todays_address
def changes_pdf(request: HttpRequest, slug: str, number: int, other: int) -> HttpResponse:
    """The same on paper, folded or whole as the address asks for."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    versions = _versions(request, policy)
    old, new = (
        get_or_404(versions, request.user, "policies.read", number=each)
        for each in sorted([number, other])
    )
    page = reverse("policies:changes", args=[slug, new.number, old.number])
    if old == new:
        return redirect(page)
    try:
        made = printing_changes.changes_pdf(old, new, **LookForm(request.GET).look.redline)
    except BusyError:
        return busy(request, back=page)
    except NotSetError as refused:
        messages.error(request, str(refused))
        return redirect(page)
    name = f"{slug}-v{old.number}-to-v{new.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@needs("policies.review")
@of_a_draft_for("policies.review")
def draft_changes(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """What a draft would change in the last text in force, for its editors and its readers."""
    old = draft.policy.last_in_force if draft.policy else None
    if old is None:
        may_edit = can(request.user, "policies.edit")
        return redirect("policies:draft" if may_edit else "policies:review", draft.pk)
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


def _way(request: HttpRequest, slug: str, one: int, other: int) -> HttpResponse:
    """To the redline of two versions, later first, shown as this address asks for."""
    way = redirect("policies:changes", slug, max(one, other), min(one, other))
    kept = {name: request.GET[name] for name in LookForm.base_fields if name in request.GET}
    if kept:
        way["Location"] += f"?{urlencode(kept)}"
    return way


def _versions(request: HttpRequest, policy: Policy) -> QuerySet[Version]:
    versions = visible(policy.versions.all(), request.user, "policies.read")
    return versions.select_related("published_by").defer("canonical_text", "alignment")
