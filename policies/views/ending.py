"""Withdraw a version before its day, draft from it again, and rescind a policy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.district.current import current
from district_portal.permissions import get_or_404, needs, visible
from policies.drafts import drafting
from policies.forms.ending import RescindForm, WithdrawForm
from policies.models import Policy, Version
from policies.publication import enforcing, rescinding
from policies.references import linking
from policies.views.drafts import posted


@needs("policies.publish")
@recently("POST")
def withdraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take a scheduled version back before its day."""
    version = _version(request, slug, number)
    if version.state != Version.State.SCHEDULED:
        messages.info(request, _("This version is not scheduled any more."))
        return redirect(version)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            enforcing.withdraw(version, by=request.user, reason=form.cleaned_data["reason"])
        except enforcing.NotScheduledError:
            messages.warning(request, _("This version is not scheduled any more."))
            return redirect(version)
        messages.success(
            request,
            _("Version %(number)d is withdrawn. Its text is kept, and can be drafted again.")
            % {"number": number},
        )
        return redirect(version)
    context = {"form": form, "version": version, "policy": version.policy}
    return render(request, "policies/withdraw.html", context)


@require_POST
@needs("policies.edit")
def draft_again(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Begin a draft from the text of a version that was withdrawn or superseded."""
    version = _version(request, slug, number)
    try:
        draft = drafting.restore(version, by=request.user)
    except drafting.DraftExistsError as exists:
        draft = exists.draft
        messages.info(request, _("There was a draft already. This is it."))
    return redirect(draft)


@needs("policies.publish")
@recently("POST")
def rescind(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a policy out of force, after seeing what happens then."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.publish", slug=slug)
    if problem := rescinding.problem(policy):
        messages.warning(request, problem)
        return redirect("policies:policy", slug=slug)
    form = RescindForm(posted(request), policy=policy)
    is_checked = request.method == "POST" and form.is_valid() and "change" not in request.POST
    if is_checked and "confirmed" in request.POST:
        try:
            rescinding.rescind(policy, by=request.user, **form.cleaned_data)
        except rescinding.NotRescindableError as refused:
            messages.warning(request, refused.problem)
        else:
            messages.success(request, _("%(policy)s is rescinded.") % {"policy": policy})
        return redirect(policy)
    context = {
        "form": form,
        "policy": policy,
        "is_checked": is_checked,
        "referring": linking.referring(
            policy, among=visible(Policy.objects.all(), request.user, "policies.read")
        ),
        "two_people": current().two_people_publish,
    }
    return render(request, "policies/rescind.html", context)


def _version(request: SignedInRequest, slug: str, number: int) -> Version:
    versions = Version.objects.select_related("policy")
    return get_or_404(versions, request.user, "policies.edit", policy__slug=slug, number=number)
