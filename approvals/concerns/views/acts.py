"""The pages on which those who deal with a concern record what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.signed_in import SignedInRequest
from approvals.concerns import adding, clocks, closing, handling, sealing, seating
from approvals.concerns.forms.acts import (
    WORDS,
    ActForm,
    NoteForm,
    OnceForm,
    OutcomeForm,
    ReasonForm,
)
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Concern, Receiver
from approvals.concerns.views.handling import HANDLE, SEE
from district_portal.permissions import can, get_or_404, needs

State = Concern.State


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def record(request: SignedInRequest, number: str, what: str) -> HttpResponse:
    """Record one act, with its words and when it was done."""
    concern = handled(request, number)
    if what not in handling.OFFERED:
        raise Http404
    chosen = Act.What(what)
    form_class = NoteForm if chosen == Act.What.NOTED else ActForm
    form = form_class(request.POST or None, what=chosen)

    def take() -> None:
        handling.record(chosen, concern, by=request.user, **form.facts())

    words = WORDS[chosen]
    told = {"title": words.title, "lead": words.lead, "button": _("Record it"), "what": what}
    return answer(request, concern, form, take, told=told, done=_("It is recorded."))


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def remove(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Take somebody off it again who was added by name."""
    concern = handled(request, number)
    added = concern.receivers.filter(why=Receiver.Why.ADDED)
    shown = added.filter(pk=pk).values("person")
    receiver = added.select_related("person").filter(ended_at=None, person__in=shown).first()
    if receiver is None:
        messages.info(request, _("They were taken off already."))
        return redirect(concern)
    form = ReasonForm(request.POST or None)

    def take() -> None:
        adding.remove(receiver, by=request.user, **form.cleaned_data)

    told = {
        "title": _("Take %(name)s off this concern?") % {"name": receiver.person},
        "lead": _("They see nothing of it any more. What they recorded stays."),
        "button": _("Take them off"),
        "kind": "danger",
    }
    return answer(request, concern, form, take, told=told, done=_("They no longer see it."))


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def close(request: SignedInRequest, number: str) -> HttpResponse:
    """Close it, with what came of it."""
    concern = handled(request, number)
    seen = closing.last_added(concern, besides=request.user)
    form = OutcomeForm(request.POST or None, initial={"seen": seen})

    def take() -> None:
        try:
            closing.close(concern, by=request.user, **form.cleaned_data)
        except closing.AddedError:
            form.show_anew(closing.last_added(concern, besides=request.user))
            raise

    told = {
        "title": _("Close this concern"),
        "lead": _("It stays here for those who deal with it, and can be opened again."),
        "button": _("Close it"),
        "running": clocks.running(concern),
        "not_read": [row.person for row in seating.living(concern) if not row.read_at],
    }
    return answer(request, concern, form, take, told=told, done=_("It is closed."))


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def reopen(request: SignedInRequest, number: str) -> HttpResponse:
    """Open it again, with a reason."""
    concern = handled(request, number)
    form = ReasonForm(request.POST or None)

    def take() -> None:
        closing.reopen(concern, by=request.user, **form.cleaned_data)

    told = {
        "title": _("Open this concern again"),
        "lead": _("Everybody who deals with it is told that it waits."),
        "button": _("Open it again"),
    }
    return answer(request, concern, form, take, told=told, done=_("It is open again."))


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def does_not_apply(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Say that a duty of the law doesn't apply to this concern, and why."""
    concern = handled(request, number)
    clock = concern.clocks.select_related("concern").filter(pk=pk).first()
    if clock is None:
        raise Http404
    form = ReasonForm(request.POST or None)

    def take() -> None:
        handling.does_not_apply(clock, by=request.user, **form.cleaned_data)

    ends = list(clocks.same_question(clock)) or [clock]
    duties = "; ".join(f"{duty.do} ({duty.statute})" for duty in ends)
    asked = _("%(question)s If not, this does not apply: %(duties)s.")
    told = {
        "title": _("No, and why") if clock.asks else _("This does not apply here"),
        "lead": asked % {"question": clock.asks, "duties": duties} if clock.asks else duties,
        "button": _("Record that it does not apply"),
    }
    return answer(request, concern, form, take, told=told, done=_("It is recorded."))


def handled(request: SignedInRequest, number: str) -> Concern:
    """The concern of that number, for somebody who deals with it; else 404."""
    rows = Concern.objects.exclude(state=State.DRAFT)
    return get_or_404(rows, request.user, HANDLE, number=number)


def answer(
    request: SignedInRequest,
    concern: Concern,
    form: OnceForm,
    take: Callable[[], None],
    *,
    told: dict[str, Any],
    done: str,
) -> HttpResponse:
    """The form, or, once it was taken, the concern; nothing of what was typed is kept elsewhere.

    `told` are the words of the page, and whether the files were `too_large`.
    """
    if form.is_valid():
        try:
            take()
        except ActError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        except sealing.SealedError:
            words = _("Nothing was recorded: the key that guards this concern is missing here.")
            form.add_error(None, words)
        except Concern.DoesNotExist as gone:
            raise Http404 from gone
        else:
            messages.success(request, done)
            stays = can(request.user, SEE, concern)
            return redirect(concern if stays else "concerns:list")
    return render(request, "concerns/act.html", {"concern": concern, "form": form, **told})
