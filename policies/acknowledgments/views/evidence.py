from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.models import Person
from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs, scope_of, visible
from district_portal.ui.paging import page
from policies.acknowledgments import jobs
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.forms.evidence import FingerprintForm, VersionForm
from policies.acknowledgments.models import Bundle, Signature
from policies.models import Policy


@require_GET
@needs("evidence.make")
def bundles(request: SignedInRequest) -> HttpResponse:
    """The bundles that I made; and whether a fingerprint is one that this portal recorded."""
    made = Bundle.objects.select_related("person", "policy", "file").defer("file__content")
    form = FingerprintForm(request.GET if "manifest" in request.GET else None)
    asked = form.is_bound and form.is_valid()
    context = {
        "bundles": page(visible(made, request.user, "evidence.fetch"), request),
        "form": form,
        "asked": asked,
        "found": form.found() if asked else None,
        "now": timezone.now(),
        "days": bundling.KEPT.days,
    }
    return render(request, "acknowledgments/bundles.html", context)


@needs("evidence.person")
@paced("exports")
@recently("POST")
def of_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a bundle of all that is on record about one person's signatures."""
    person = get_or_404(Person.objects.all(), request.user, "evidence.person", pk=pk)
    if request.method == "POST":
        return redirect(jobs.begin_bundle(by=request.user, person=person))
    context = {"person": person, "form": None}
    return render(request, "acknowledgments/make_bundle.html", context)


@needs("evidence.make")
@paced("exports")
@recently("POST")
def of_policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a bundle of all signatures under a policy, or under one version of it."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    form = VersionForm(
        request.POST if request.method == "POST" else None,
        versions=visible(policy.versions.all(), request.user, "policies.read"),
    )
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        return redirect(jobs.begin_bundle(by=request.user, policy=policy, version=version))
    is_limited = bool(scope_of(request.user, "evidence.make", Signature))
    context = {"policy": policy, "form": form, "is_limited": is_limited}
    return render(request, "acknowledgments/make_bundle.html", context)


@require_GET
@never_cache
@needs("evidence.fetch")
@paced("exports")
@recently("GET")
def download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The ZIP file of a bundle, for its maker, until it expires."""
    bundle = get_or_404(Bundle.objects.all(), request.user, "evidence.fetch", pk=pk)
    try:
        content = bundling.fetch(bundle, by=request.user)
    except bundling.GoneError:
        messages.info(request, _("That file has expired. Make a new bundle."))
        return redirect("acknowledgments:bundles")
    response = HttpResponse(content, content_type="application/zip")
    name = bundling.file_name(bundle)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
