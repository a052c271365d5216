"""One question: what was said, and what whoever sees it may do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs
from district_portal.ui.numbers import read_number
from policies.questions import answering, handing_on, publishing, reading
from policies.questions.asking import WordsError
from policies.questions.forms import AnswerForm, FurtherForm, HandOnForm
from policies.questions.models import Question
from policies.questions.views import keeping
from policies.questions.views.keeping import posted


@keeping.nothing_lost
@needs("questions.see")
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """The question, its answers, who has it in hand; room to answer or to ask further."""
    asked = question_or_404(request, pk, "questions.see")
    typed = keeping.typed(request)
    of_whom = FurtherForm if _asks(request, asked) else AnswerForm
    form = of_whom(posted(request), initial=typed)
    if form.is_valid():
        try:
            answering.write(asked, form.cleaned_data["text"], by=request.user)
        except WordsError as wrong:
            form.add_error("text", str(wrong))
        except answering.NotYoursError:
            form.add_error(None, _("Somebody else has this question in hand by now."))
            asked = question_or_404(request, pk, "questions.see")
        except answering.OverError:
            messages.warning(request, _("This is done already."))
            return redirect(asked)
        else:
            keeping.forget(request)
            messages.success(request, _said(request, asked))
            return redirect(asked)
    return render(request, "questions/question.html", _context(request, asked, form, typed))


@keeping.nothing_lost
@needs("questions.hand_on")
def hand_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a question on, with a note."""
    asked = question_or_404(request, pk, "questions.hand_on")
    ways = handing_on.whither(asked)
    if asked.state == Question.State.CLOSED or not ways:
        messages.warning(request, _("There is nobody else to whom it could go."))
        return redirect(asked)
    typed = keeping.typed(request)
    first = ways[0][0] if len(ways) == 1 else None
    form = HandOnForm(posted(request), ways=ways, initial={"to": first, **typed})
    if form.is_valid():
        try:
            held = handing_on.hand_on(asked, by=request.user, **form.cleaned_data)
        except (answering.NotYoursError, answering.OverError, handing_on.NobodyElseError):
            messages.warning(request, _("Somebody else was faster; look who has it now."))
        else:
            keeping.forget(request)
            messages.success(request, _("It is with %(name)s now.") % {"name": held.holder})
        return redirect(asked)
    context = {"question": asked, "form": form, "came_back": bool(typed)}
    return render(request, "questions/hand_on.html", context)


@require_POST
@needs("questions.write")
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """That answers it; or a sheet is not wanted any more."""
    asked = question_or_404(request, pk, "questions.write")
    try:
        answering.close(asked, by=request.user)
    except answering.NotYoursError:
        messages.warning(request, _("It is not answered yet, or somebody else has it by now."))
    else:
        messages.success(request, _("It is closed. Writing again opens it anew."))
    return redirect(asked)


@require_POST
@needs("questions.hand_over")
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheet was handed over."""
    asked = question_or_404(request, pk, "questions.hand_over")
    try:
        answering.hand_over(asked, by=request.user)
    except answering.OverError:
        messages.warning(request, _("It is not asked for any more."))
    else:
        messages.success(request, _("It is noted that the sheet was handed over."))
    return redirect(asked)


def question_or_404(request: SignedInRequest, pk: int, permission: str) -> Question:
    """The question, if the person reaches it under `permission`."""
    rows = reading.whole().select_related("stands_in_for", "version__policy__owner")
    return get_or_404(rows, request.user, permission, pk=pk)


def _asks(request: SignedInRequest, asked: Question) -> bool:
    return asked.asker_id == request.user.pk


def _back_to_sign(request: SignedInRequest, asked: Question) -> str:
    """The page to sign from which somebody came to their question, at its clause."""
    task = read_number(request.GET.get("task"))
    if task is None:
        return ""
    spot = f"#c{asked.clause.path}" if asked.clause else ""
    return reverse("acknowledgments:sign", args=[task]) + spot


def _said(request: SignedInRequest, asked: Question) -> str:
    if _asks(request, asked):
        return _("What you wrote is sent.")
    return _("Your answer is sent to %(name)s.") % {"name": asked.asker}


def _context(
    request: SignedInRequest, asked: Question, form: AnswerForm | FurtherForm, typed: dict[str, str]
) -> dict[str, Any]:
    person = request.user
    is_asker, has_it = _asks(request, asked), asked.holder_id == person.pk
    is_over = asked.is_paper and not asked.is_open
    publishes = not asked.is_paper and can(person, "questions.publish", asked)
    published = list(asked.published.select_related("published_by", "withdrawn_by"))
    is_published = any(row.withdrawn_at is None for row in published)
    closes = asked.state != Question.State.CLOSED and (
        is_asker or (has_it and asked.state == Question.State.ANSWERED)
    )
    return {
        "question": asked,
        "kind": reading.kind_of(asked),
        "entries": list(asked.entries.select_related("by", "to").order_by("pk")),
        "changed": reading.changed_since(asked),
        "form": form,
        "came_back": bool(typed),
        "is_asker": is_asker,
        "back_to_sign": _back_to_sign(request, asked) if is_asker else "",
        "writes": (is_asker or has_it or form.is_bound) and not is_over,
        "hands_on": has_it and asked.state != Question.State.CLOSED,
        "closes": closes,
        "answers_it": closes and is_asker and asked.state == Question.State.ANSWERED,
        "hands_over": asked.is_paper
        and asked.is_open
        and not is_asker
        and can(person, "questions.hand_over", asked),
        "prints": asked.is_paper and can(person, "acknowledgments.paper"),
        "published": published if publishes else [],
        "publishes": publishes and not is_published and publishing.may_be_published(asked),
    }
