"""The routes of requests, kept by the district."""

from __future__ import annotations

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from approvals import rerouting, routing
from approvals.forms.route import CaseForm, PaceForm, StepForm, StepsForm, as_typed, rearranged
from approvals.kinds import KINDS
from approvals.kinds.base import Kind
from approvals.models import Route, RouteStep
from district_portal.permissions import get_or_404, needs

_EMPTY = gettext_lazy("Let at least one step ask always, for every place: nothing goes undecided.")


@needs("routes.edit")
def routes(request: SignedInRequest) -> HttpResponse:
    """How each kind of request goes."""
    in_use = Route.objects.filter(in_use=True, kind__in=KINDS).select_related("made_by")
    rows = [(KINDS[route.kind], route) for route in in_use.prefetch_related("steps__place")]
    return render(request, "approvals/routes.html", {"rows": rows})


@needs("routes.edit")
def route(request: SignedInRequest, kind: str) -> HttpResponse:
    """Change the steps of a kind's route, and try who would decide a case."""
    known = _kind(kind)
    seen = _seen(request, known)
    pressed = request.POST.get("do", "")
    if request.method != "POST" or pressed.partition("-")[0] in ("add", "remove", "up", "down"):
        typed = rearranged(request.POST) if pressed else as_typed(seen.steps.all())
        steps = StepsForm(initial=typed, form_kwargs={"kind": known})
        kept = request.POST.get("escalate_after") if pressed else seen.escalate_after
        return _show(request, known, seen, steps, PaceForm(initial={"escalate_after": kept}))
    steps = StepsForm(request.POST, form_kwargs={"kind": known})
    pace = PaceForm(request.POST)
    tries = pressed == "try"
    case = CaseForm(request.POST if tries else None, kind=known, initial={"person": request.user})
    is_sound = steps.is_valid() and pace.is_valid()
    if is_sound and not tries and (saved := _save(request, seen, steps, pace)):
        return saved
    return _show(request, known, seen, steps, pace, case)


@needs("routes.edit")
@require_POST
def use_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let requests go the way of an earlier route again."""
    rows = Route.objects.filter(kind__in=KINDS)
    earlier = get_or_404(rows, request.user, "routes.edit", pk=pk)
    try:
        rerouting.use_again(earlier, by=request.user)
    except rerouting.RouteChangedError as changed:
        messages.warning(request, _changed_by(changed))
    except rerouting.EmptyRouteError:
        messages.error(request, _EMPTY)
    else:
        messages.success(request, _("Requests go this way again from now on."))
    return redirect("approvals:route", earlier.kind)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def _seen(request: SignedInRequest, kind: Kind) -> Route:
    """The route as whoever typed saw it, else the one in use."""
    routes = Route.objects.filter(kind=kind.name).select_related("made_by")
    typed = request.POST.get("seen", "")
    seen = [route for route in routes if str(route.pk) == typed]
    return seen[0] if seen else routes.get(in_use=True)


def _save(
    request: SignedInRequest, seen: Route, steps: BaseFormSet[StepForm], pace: PaceForm
) -> HttpResponse | None:
    try:
        rerouting.change(seen, steps=_steps(steps), by=request.user, **pace.cleaned_data)
    except rerouting.EmptyRouteError:
        messages.error(request, _EMPTY)
        return None
    except rerouting.RouteChangedError as changed:
        messages.warning(request, _changed_by(changed))
        return redirect("approvals:route", seen.kind)
    messages.success(request, _("Saved. Requests that are sent from now on go this way."))
    return redirect("approvals:routes")


def _changed_by(changed: rerouting.RouteChangedError) -> str:
    words = _("%(name)s has changed this route in the meantime. This is how it is now.")
    return words % {"name": changed.route.made_by}


def _steps(forms: BaseFormSet[StepForm]) -> list[RouteStep]:
    return [form.as_step() for form in forms]


def _show(
    request: SignedInRequest,
    kind: Kind,
    seen: Route,
    steps: BaseFormSet[StepForm],
    pace: PaceForm,
    case: CaseForm | None = None,
) -> HttpResponse:
    case = case or CaseForm(kind=kind, initial={"person": request.user})
    tried = None
    if case.is_bound and steps.is_valid() and case.is_valid():
        applying = routing.steps_of(_steps(steps), case.conditions, place=case.asker.place)
        tried = routing.expected(applying, asker=case.asker)
    context = {
        "kind": kind,
        "seen": seen,
        "steps": steps,
        "pace": pace,
        "case": case,
        "forms": [*steps, pace, case],
        "tried": tried,
        "is_full": len(steps.forms) >= rerouting.MOST_STEPS,
        "earlier": rerouting.earlier(kind.name),
    }
    return render(request, "approvals/route.html", context)
