"""The retention schedule: in force, as a draft, and the earlier ones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs
from district_portal.records import scheduling
from district_portal.records.forms import AdoptForm, ClassForm, NoticeForm
from district_portal.records.kinds import kinds
from district_portal.records.models import DraftClass, Schedule
from district_portal.records.models.schedule import NOTICE


@needs("records.view")
def home(request: SignedInRequest) -> HttpResponse:
    """The schedule in force, and the way to everything about records."""
    rows = list(Schedule.objects.prefetch_related("classes")[:6])
    context = {
        "schedule": rows[0] if rows else None,
        "earlier": rows[1:],
        "words": _words_of_kinds(),
        "draft": scheduling.draft(),
        "may_draft": can(request.user, "records.schedule"),
        "sees_holds": can(request.user, "records.see_holds"),
    }
    return render(request, "records/home.html", context)


@needs("records.view")
def schedule(request: SignedInRequest, number: int) -> HttpResponse:
    """One schedule as it was adopted."""
    rows = Schedule.objects.select_related("recorded_by").prefetch_related("classes")
    found = get_or_404(rows, request.user, "records.view", number=number)
    newest = scheduling.in_force()
    context = {"schedule": found, "words": _words_of_kinds(), "counts": found == newest}
    return render(request, "records/schedule.html", context)


@needs("records.schedule")
@require_POST
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin a draft."""
    scheduling.begin(by=request.user)
    return redirect("records:draft")


@needs("records.schedule")
def draft(request: SignedInRequest) -> HttpResponse:
    """The draft: its classes and its days of notice, which are saved before it is adopted."""
    found = scheduling.draft()
    if found is None:
        return redirect("records:home")
    form = NoticeForm(request.POST or None, initial={"notice_days": found.notice_days})
    if form.is_valid():
        try:
            scheduling.give_notice_days(form.cleaned_data["notice_days"], by=request.user)
        except scheduling.NoDraftError:
            return _gone(request)
        if request.POST.get("then") == "adopt":
            return redirect("records:adopt")
        messages.success(request, _("Saved."))
        return redirect("records:draft")
    context = {
        "draft": found,
        "form": form,
        "words": _words_of_kinds(),
        "usual_notice": NOTICE,
    }
    return render(request, "records/draft.html", context)


@needs("records.schedule")
def edit_class(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Enter a class into the draft, or change one."""
    row = None
    if pk is not None:
        row = get_or_404(DraftClass.objects.all(), request.user, "records.schedule", pk=pk)
    elif scheduling.draft() is None:
        return redirect("records:home")
    form = ClassForm(request.POST or None, row=row)
    if form.is_valid():
        try:
            saved = scheduling.save_class(row, by=request.user, **form.cleaned_data)
        except scheduling.ScheduleError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except scheduling.NoDraftError:
            return _gone(request)
        else:
            messages.success(request, _("Saved: %s.") % saved)
            return redirect("records:draft")
    return render(request, "records/class.html", {"form": form, "row": row})


@needs("records.schedule")
@require_POST
def remove_class(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a class out of the draft."""
    row = get_or_404(DraftClass.objects.all(), request.user, "records.schedule", pk=pk)
    try:
        scheduling.remove_class(row, by=request.user)
    except scheduling.NoDraftError:
        return _gone(request)
    messages.success(request, _("Removed: %s.") % row)
    return redirect("records:draft")


@needs("records.schedule")
@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Throw the draft away."""
    scheduling.discard(by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("records:home")


@needs("records.schedule")
def adopt(request: SignedInRequest) -> HttpResponse:
    """Say that the board adopted the draft."""
    found = scheduling.draft()
    if found is None:
        return redirect("records:home")
    form = AdoptForm(request.POST or None, initial={"adopted_on": today()})
    if form.is_valid():
        try:
            adopted = scheduling.adopt(by=request.user, **form.cleaned_data)
        except scheduling.ScheduleError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except scheduling.NoDraftError:
            return _gone(request)
        else:
            messages.success(request, _("%s is in force.") % adopted)
            return redirect("records:home")
    context = {
        "draft": found,
        "form": form,
        "words": _words_of_kinds(),
        "usual_notice": NOTICE,
    }
    return render(request, "records/adopt.html", context)


def _words_of_kinds() -> dict[str, str]:
    return {kind.name: str(kind.many) for kind in kinds()}


def _gone(request: SignedInRequest) -> HttpResponse:
    messages.warning(request, _("The draft was adopted or thrown away meanwhile."))
    return redirect("records:home")
