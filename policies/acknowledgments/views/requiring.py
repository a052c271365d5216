from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs, scope_of
from district_portal.permissions import visible as visible_to
from district_portal.ui.paging import page
from policies.acknowledgments import previewing, reading, requiring
from policies.acknowledgments.audience import in_words
from policies.acknowledgments.forms.requirement import RequirementForm
from policies.acknowledgments.models import Requirement
from policies.models import Policy

MAY = "acknowledgments.require"
PAPER = "acknowledgments.paper"


@needs(MAY)
def require(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for a policy to be signed: a form, then what it would do, then it is done."""
    in_force = Policy.objects.filter(versions__state="in_force")
    policy = get_or_404(in_force, request.user, MAY, slug=slug)
    form = RequirementForm(request.GET or None)
    if request.method == "POST" and form.is_valid():
        requirement = requiring.require(policy, by=request.user, **form.terms())
        waiting = requirement.assignments.open().count()
        messages.success(request, _asked_of(policy, waiting))
        return redirect("acknowledgments:requirements")
    return _form_or_preview(request, policy, form)


@needs(MAY)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change whom a requirement reaches and by when, in the same two steps."""
    requirement = _live(request, pk)
    said = RequirementForm.said_by(requirement)
    form = RequirementForm(request.GET or None, said=said)
    if request.method == "POST" and form.is_valid():
        requiring.change(requirement, by=request.user, **form.terms())
        messages.success(request, _("The requirement is changed."))
        return redirect("acknowledgments:requirements")
    return _form_or_preview(request, requirement.policy, form, requirement)


@needs(MAY)
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask nobody any more; signatures stay."""
    requirement = _live(request, pk)
    ended = requiring.end(requirement, by=request.user).ended
    words = ngettext(
        "The requirement has ended, and with it %(count)d open assignment.",
        "The requirement has ended, and with it %(count)d open assignments.",
        ended,
    )
    messages.success(request, words % {"count": ended})
    return redirect("acknowledgments:requirements")


@needs("acknowledgments.requirements")
def requirements(request: SignedInRequest) -> HttpResponse:
    """What is required from whom, with how many have and have not signed."""
    live = visible_to(reading.live(), request.user, "acknowledgments.requirements")
    counted = reading.with_counts(live.prefetch_related(None))
    shown = page(reading.saying_what_is_named(counted), request)
    packets = page(list(reading.packets()), request, parameter="packets")
    all_rules = reading.saying_what_is_named(Requirement.objects.all())
    rules: dict[int, Any] = all_rules.in_bulk([packet.rule_id for packet in packets])
    reading.fetch_named([*shown, *rules.values()])
    for requirement in [*shown, *rules.values()]:
        requirement.who = in_words(requirement)
    for packet in packets:
        packet.rule = rules[packet.rule_id]
    context = {
        "requirements": shown,
        "packets": packets,
        "may_require": can(request.user, MAY),
        "may_use_paper": can(request.user, PAPER),
    }
    context["may_see_closings"] = scope_of(request.user, "acknowledgments.closing") == Q()
    return render(request, "acknowledgments/requirements.html", context)


def _live(request: SignedInRequest, pk: int) -> Requirement:
    live = Requirement.objects.filter(ended_at=None, packet=None).select_related("policy")
    return get_or_404(live, request.user, MAY, pk=pk)


def _is_asked(request: SignedInRequest, requirement: Requirement) -> bool:
    """Whether there is somebody for whom the reader may print a sheet."""
    return visible_to(requirement.assignments.all(), request.user, PAPER).exists()


def _form_or_preview(
    request: SignedInRequest,
    policy: Policy,
    form: RequirementForm,
    requirement: Requirement | None = None,
) -> HttpResponse:
    """The form, unless it is filled in, valid, and not to be edited once more."""
    context = {"policy": policy, "form": form, "requirement": requirement}
    context["may_use_paper"] = requirement is not None and _is_asked(request, requirement)
    if not form.is_bound or "edit" in request.GET or not form.is_valid():
        return render(request, "acknowledgments/require.html", context)
    what = {"cycle": form.cleaned_data["cycle"], "requirement": requirement}
    audience = form.audience()
    context |= {
        "preview": previewing.preview(policy, audience, **what),
        "people": page(previewing.affected(policy, audience, **what), request),
        "due_on": previewing.due_on(form.terms()),
        "ladder": previewing.ladder(form.terms()),
        "terms": form.terms(),
    }
    return render(request, "acknowledgments/preview.html", context)


def _asked_of(policy: Policy, count: int) -> str:
    words = ngettext(
        "%(policy)s is required. %(count)d person is asked to sign it.",
        "%(policy)s is required. %(count)d people are asked to sign it.",
        count,
    )
    return words % {"policy": policy, "count": count}
