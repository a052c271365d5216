"""What waits for my decision, and deciding it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from approvals import deciding, discussing, following, kinds, moving_on, routing, waiting
from approvals.forms.decision import DecisionForm
from approvals.forms.filters import QueueFilter
from approvals.models import Decision, Request, Seat, Submission
from district_portal.permissions import get_or_404, needs
from district_portal.ui.dates import date_in_words
from district_portal.ui.paging import page


@needs("requests.decide")
def queue(request: SignedInRequest) -> HttpResponse:
    """The requests that wait for me, oldest first."""
    form = QueueFilter(request.GET)
    waiting_steps = waiting.waiting_for(request.user)
    rows = page(form.narrow(waiting_steps), request)
    waiting.tell_age(rows)
    waiting.tell_in_whose_place(rows, person=request.user)
    context = {"rows": rows, "form": form, "filtered": any(request.GET.values())}
    return render(request, "approvals/queue.html", context)


@needs("requests.view")
@recently("POST")
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request with all that an approver needs, and the decision."""
    rows = Request.objects.select_related("requester", "posting", "place")
    asked = get_or_404(rows, request.user, "requests.view", pk=pk)
    every = following.submissions(asked)
    if not every:
        return redirect(asked)
    submission = every[-1]
    seat = waiting.seat_of(request.user, submission)
    step = seat.step if seat else None
    kind = kinds.kind_of(asked)
    coming = following.coming(asked, submission, decided_by=request.user)
    goes_to = _also_needs(seat) or _goes_to(coming) or f"{kind.afterwards(submission.answers)}."
    form = DecisionForm(
        request.POST or None,
        request=asked,
        goes_to=goes_to,
        initial={"step": step.pk if step else None},
    )
    if form.is_valid() and (answer := _decide(request, asked, form, goes_to=goes_to)):
        return answer
    if step is None:
        return _too_late(request, asked)
    waiting.tell_age([step])
    context = {
        "asked": asked,
        "submission": submission,
        "step": step,
        "seat": seat,
        "place": waiting.place_in_queue(step, person=request.user),
        "doubts": _doubts(asked, submission, request.user),
        "changes": following.changes(every),
        **_discussion(asked),
        "way": following.way(
            asked, submission, afterwards=kind.afterwards(submission.answers), ahead=coming
        ),
        "form": form,
    }
    return render(request, "approvals/decide.html", context)


def _discussion(asked: Request) -> dict[str, object]:
    remarks = discussing.remarks(asked)
    return {"remarks": remarks, "question": discussing.unanswered(remarks)}


def _doubts(asked: Request, submission: Submission, person: Person) -> list[str]:
    """What to look at first, and where `person`, who decides, is named in it."""
    doubts = kinds.kind_of(asked).doubts(submission.answers, asked)
    named = kinds.named_as(asked, submission.answers, person)
    words = _("You are named in this request yourself: %(labels)s.")
    return [words % {"labels": ", ".join(named)}, *doubts] if named else doubts


def _decide(
    request: SignedInRequest, asked: Request, form: DecisionForm, *, goes_to: str
) -> HttpResponse | None:
    step, outcome = form.cleaned_data["step"], form.cleaned_data["outcome"]
    following_one = waiting.next_in_queue(step, person=request.user) if step.opened_at else None
    try:
        deciding.decide(step, by=request.user, outcome=outcome, reason=form.cleaned_data["reason"])
    except deciding.CannotApproveError as obstacle:
        form.add_error("outcome", str(obstacle))
        return None
    except moving_on.NobodyToDecideError:
        form.add_error("outcome", _("Nobody is entered who could decide after you."))
        return None
    except (
        deciding.AlreadyDecidedError,
        deciding.NoLongerOpenError,
        deciding.NotYourSeatError,
    ):
        return _too_late(request, asked)
    said = _said(asked, outcome, goes_to=goes_to)
    if following_one:
        messages.success(request, f"{said} {_('This is the next one in your queue.')}")
        return redirect("approvals:decide", following_one.pk)
    messages.success(request, said)
    return redirect("approvals:queue")


def _said(asked: Request, outcome: str, *, goes_to: str) -> str:
    """What was decided about what, and who comes next."""
    words = {
        Decision.Outcome.APPROVED: _(
            "You approved request %(number)s, %(title)s. %(name)s is told. %(goes_to)s"
        ),
        Decision.Outcome.RETURNED: _(
            "You returned request %(number)s, %(title)s, to %(name)s for changes."
        ),
        Decision.Outcome.DENIED: _("You denied request %(number)s, %(title)s. %(name)s is told."),
    }
    return words[Decision.Outcome(outcome)] % {
        "number": asked.number,
        "title": asked.title,
        "name": asked.requester,
        "goes_to": goes_to,
    }


def _too_late(request: SignedInRequest, asked: Request) -> HttpResponse:
    """Tell who approved and when, or why there is nothing left to decide, on the request's page.

    Who returned or denied it stands on that page already.
    """
    decision = (
        Decision.objects.filter(step__submission__request=asked)
        .select_related("person")
        .order_by("-decided_at", "-pk")
        .first()
    )
    asked.refresh_from_db(fields=["state"])
    if asked.state == Request.State.WITHDRAWN:
        messages.info(request, _("%s has withdrawn this request.") % asked.requester)
    elif decision and decision.person == request.user:
        messages.info(request, _("You have decided this already."))
    elif decision and decision.outcome == Decision.Outcome.APPROVED:
        when = date_in_words(decision.decided_at, style="time")
        words = _("%(name)s approved this (%(when)s).") % {"name": decision.person, "when": when}
        messages.info(request, words)
    elif asked.state not in (Request.State.RETURNED, Request.State.DENIED):
        messages.info(request, _("This request does not wait for you now."))
    return redirect(asked)


def _also_needs(seat: Seat | None) -> str:
    """Who else must approve the step, where all must."""
    others = waiting.others_who_must(seat) if seat else []
    if not others:
        return ""
    people = following.who(others, all_must=True)
    return _("%(people)s must approve as well.") % {"people": people}


def _goes_to(coming: list[routing.Expected]) -> str:
    asked_next = next((step for step in coming if not step.why_skipped), None)
    if asked_next is None:
        return ""
    people = following.who(asked_next.chairs, all_must=asked_next.all_must)
    return _("It then goes to %(people)s, %(label)s.") % {
        "people": people,
        "label": asked_next.label,
    }
