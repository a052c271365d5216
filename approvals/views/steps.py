"""A request in three steps: the details, the promises if any, check and send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals import attesting, kinds, moving_on, requesting, routing
from approvals.deciders import Asker
from approvals.forms.promises import PromisesForm, initial
from approvals.kinds.of_account import GoneError
from approvals.models import Request
from approvals.views import keeping
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import get_or_404, needs

_TEMPLATES = {1: "details", 2: "promises", 3: "check"}
"""Of each step; what is typed into the first two is kept under these names."""


Page = Callable[[SignedInRequest, int], HttpResponse]


def _while_kept(page: Page) -> Page:
    """Say so instead where the account that a draft is about is kept no longer."""

    @wraps(page)
    def shown(request: SignedInRequest, pk: int) -> HttpResponse:
        try:
            return page(request, pk)
        except GoneError:
            return _gone(request, pk)

    return shown


@needs("requests.change")
@_while_kept
def details(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 1: what the kind of request asks. With `autosave` what is typed is only kept."""
    asked = _draft(request, pk)
    if asked.state not in requesting.EDITABLE:
        return _over(request, asked)
    if request.method != "POST":
        form = kinds.details_form(asked, check="check" in request.GET)
        return _show(request, asked, 1, {"form": form})
    typed = keeping.typed(request.POST, asked)
    asked.draft = {**asked.draft, "details": typed}
    form = kinds.details_form(asked, check=True)
    complete = form.is_valid()
    with in_own_language():
        title = form.title if complete else asked.title
    if answer := _keep(request, asked, 1, form, typed=typed, title=title):
        return answer
    if "show" in request.POST:
        return _show_again(pk)
    return (
        redirect("approvals:promises", pk) if complete else _show(request, asked, 1, {"form": form})
    )


@needs("requests.change")
@_while_kept
def promises(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 2: the promises, each with its clause; left out where none is asked for.

    With `autosave` they are only kept.
    """
    asked = _draft(request, pk)
    if asked.state not in requesting.EDITABLE:
        return _over(request, asked)
    try:
        answers = kinds.complete(asked)
    except kinds.IncompleteError:
        return _back_to_details(request, pk)
    rows = attesting.asked_of(answers, kind=asked.kind)
    if not rows and not keeping.by_itself(request):
        return redirect("approvals:check", pk)
    ticked = initial(rows, requesting.promised(asked, rows))
    data = request.POST if request.method == "POST" else None
    form = PromisesForm(data, asked=rows, initial=ticked)
    if request.method == "POST":
        if answer := _keep(request, asked, 2, form, typed=form.ticked()):
            return answer
        if form.is_valid():
            return redirect("approvals:check", pk)
    return _show(request, asked, 2, {"form": form})


@needs("requests.change")
@_while_kept
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 3: everything once more, who will decide, and the button."""
    asked = _draft(request, pk)
    if asked.state == Request.State.OPEN:
        return redirect("approvals:sent", pk)
    if asked.state not in requesting.EDITABLE:
        return redirect(asked)
    try:
        answers = kinds.complete(asked)
    except kinds.IncompleteError:
        return _back_to_details(request, pk)
    rows = attesting.asked_of(answers, kind=asked.kind)
    if len(requesting.promised(asked, rows)) < len(rows):
        messages.info(request, _("One more step before you can send it."))
        return redirect("approvals:promises", pk)
    if request.method == "POST":
        return _send(request, asked, answers)
    seen = asked.changed_at.isoformat()
    return _show(request, asked, 3, {"seen": seen, **_checked(asked, answers, rows)})


def _checked(
    asked: Request, answers: kinds.Answers, rows: list[attesting.Asked]
) -> dict[str, object]:
    kind = kinds.kind_of(asked)
    return {
        "answers": answers,
        "rows": rows,
        "expected": routing.who_would_decide(
            asked.kind,
            asker=Asker(requester=asked.requester, posting=answers.posting, place=answers.place),
            values=answers.values,
        ),
        "doubts": kind.doubts(answers.values, asked),
        "afterwards": kind.afterwards(answers.values),
    }


def _send(request: SignedInRequest, asked: Request, answers: kinds.Answers) -> HttpResponse:
    now = asked.changed_at.isoformat()
    if request.POST.get("seen", now) != now:
        return _changed(request, asked)
    try:
        requesting.send(asked, by=asked.requester, answers=answers)
    except moving_on.NobodyToDecideError:
        messages.error(
            request,
            _("Nobody is entered who could decide this. Tell the district office."),
        )
        return redirect("approvals:check", asked.pk)
    except requesting.ChangedError:
        return _changed(request, asked)
    except requesting.AskedForAlreadyError:
        return _back_to_details(request, asked.pk)
    except (requesting.NotEditableError, attesting.UnpromisedError):
        messages.warning(request, _("This request has changed in the meantime. Check it again."))
        return redirect(asked)
    return redirect("approvals:sent", asked.pk)


def _changed(request: SignedInRequest, asked: Request) -> HttpResponse:
    messages.warning(request, _("You have changed this in the meantime. Check it once more."))
    return redirect("approvals:check", asked.pk)


def _draft(request: SignedInRequest, pk: int) -> Request:
    rows = Request.objects.select_related("requester", "posting", "place")
    return get_or_404(rows, request.user, "requests.change", pk=pk)


def _keep(
    request: SignedInRequest,
    asked: Request,
    number: int,
    form: BaseForm,
    *,
    typed: Mapping[str, object],
    title: str = "",
) -> HttpResponse | None:
    """Keep what was typed in a step; answer where one doesn't go on to the next from here."""
    step = _TEMPLATES[number]
    is_kept = keeping.save(request, asked, step=step, typed=typed, title=title)
    if keeping.by_itself(request):
        return keeping.answer(asked, step=step, is_kept=is_kept)
    if not is_kept:
        return _conflict(request, asked, number, form)
    return _for_later(request) if "later" in request.POST else None


def _over(request: SignedInRequest, asked: Request) -> HttpResponse:
    """Nothing is typed any more into what was sent or closed."""
    return keeping.refused() if keeping.by_itself(request) else redirect(asked)


def _gone(request: SignedInRequest, pk: int) -> HttpResponse:
    if keeping.by_itself(request):
        return keeping.refused()
    asked = _draft(request, pk)
    context = {"asked": asked, "kind": kinds.kind_of(asked)}
    return render(request, "approvals/gone.html", context, status=HTTPStatus.GONE)


def _for_later(request: SignedInRequest) -> HttpResponse:
    messages.success(request, _("Saved. You can go on whenever you like."))
    return redirect("approvals:requests")


def _show_again(pk: int) -> HttpResponse:
    """The first step as it was typed, not checked yet, with what a choice in it brings."""
    response = redirect("approvals:details", pk)
    response["Location"] += "#id_policy"
    return response


def _back_to_details(request: SignedInRequest, pk: int) -> HttpResponse:
    if keeping.by_itself(request):
        return keeping.refused()
    messages.info(request, _("Some answers are still missing."))
    response = redirect("approvals:details", pk)
    response["Location"] += "?check=1"
    return response


def _conflict(
    request: SignedInRequest, asked: Request, number: int, form: BaseForm
) -> HttpResponse:
    """What was typed here, beside the news that another window was faster; then it goes through."""
    elsewhere = keeping.changed_elsewhere(asked)
    context = {"form": form, "elsewhere": elsewhere}
    return _show(request, asked, number, context, status=keeping.CONFLICT)


def _show(
    request: SignedInRequest,
    asked: Request,
    number: int,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    template = _TEMPLATES[number]
    if number < len(_TEMPLATES):
        now = Request.objects.get(pk=asked.pk) if status != HTTPStatus.OK else asked
        context = {"seen": requesting.fingerprint(now, template), **context}
    if number == 1:
        context["promises"] = attesting.asks(asked.kind)
    context = {"asked": asked, "kind": kinds.kind_of(asked), **context}
    return render(request, f"approvals/{template}.html", context, status=status)
