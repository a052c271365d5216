"""The review calendar, the record of a review, and a policy's settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import current
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page
from policies import keeping
from policies.forms.keeping import CalendarFilter, ReviewedForm, SettingsForm
from policies.models import Policy
from policies.reviews import review_calendar
from policies.views.drafts import posted


@needs("policies.reviews")
def reviews(request: SignedInRequest) -> HttpResponse:
    """Policies by the day on which they must be read again, the longest overdue first."""
    form = CalendarFilter(request.GET)
    chosen = {
        name: value for name, value in (form.cleaned_data if form.is_valid() else {}).items()
        if value
    }  # fmt: skip
    rows = visible(review_calendar.calendar(), request.user, "policies.reviews").filter(**chosen)
    context = {
        "filter_form": form,
        "policies": page(rows, request),
        "is_filtered": bool(chosen),
        "every": current().review_every,
        "soon": review_calendar.SOON,
        "may_edit": can(request.user, "policies.edit"),
    }
    return render(request, "policies/reviews.html", context)


@needs("policies.edit")
def reviewed(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record that the version in force was read and needs no change."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.edit", slug=slug)
    version = policy.in_force
    if version is None:
        messages.warning(request, _("No version of it is in force."))
        return redirect(policy)
    form = ReviewedForm(posted(request), version=version)
    if request.method == "POST" and form.is_valid():
        try:
            review_calendar.record_review(policy, by=request.user, **form.cleaned_data)
        except review_calendar.NotInForceError:
            messages.warning(request, _("No version of it is in force."))
        else:
            messages.success(request, _("Recorded: reviewed, no change."))
        return redirect(policy)
    context = {
        "form": form,
        "policy": policy,
        "version": version,
        "due_on": review_calendar.due_on(policy),
        "earlier": version.reviews.select_related("by"),
    }
    return render(request, "policies/reviewed.html", context)


@needs("policies.edit")
def settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Owner, series, period of review and public manual."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.edit", slug=slug)
    form = SettingsForm(posted(request), policy=policy)
    if request.method == "POST" and form.is_valid():
        keeping.keep(policy, by=request.user, **form.cleaned_data)
        messages.success(request, _("The settings of %(policy)s are saved.") % {"policy": policy})
        return redirect(policy)
    context = {"form": form, "policy": policy, "district_is_public": current().manual_is_public}
    return render(request, "policies/settings.html", context)
