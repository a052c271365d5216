from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies import naming
from policies.acknowledgments.forms.checking import CheckForm, given
from policies.acknowledgments.forms.questions import QuestionForm, shown
from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.models.question import MOST_QUESTIONS
from policies.acknowledgments.quizzing import carrying_over, counting, passing, writing
from policies.models import Version

MAY = "acknowledgments.question"


@needs(MAY)
def questions(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The check questions of a version, how they are answered, and those that wait from before."""
    version = _version(request, slug, number)
    clauses = list(version.clauses.all())
    naming.name(clauses)
    called = {clause.pk: clause for clause in clauses}
    everything = counting.counted(version.check_questions.order_by("order", "pk"))
    rows = list(everything.select_related("clause", "ended_by"))
    for row in rows:
        row.clause = called[row.clause_id]
    waiting = carrying_over.waiting(version)
    followed = {row.former_id for row in rows}
    live = [row for row in rows if row.ended_at is None]
    context = {
        "version": version,
        "questions": live,
        "unclear": {row.pk for row in live if counting.may_be_unclear(row)},
        "fewest": counting.FEWEST,
        "ended": [(row, row.pk not in followed) for row in rows if row.ended_at],
        "waiting": waiting,
        "can_carry": any(row.is_same for row in waiting),
        "is_over": version.state not in writing.ASKED_OF,
        "is_full": len(live) >= MOST_QUESTIONS,
    }
    return render(request, "acknowledgments/questions.html", context)


@needs(MAY)
def write(request: SignedInRequest, slug: str, number: int, former: int = 0) -> HttpResponse:
    """Write one more question, or take one over whose clause changed."""
    version = _version(request, slug, number)
    before = None
    if former:
        others = CheckQuestion.objects.filter(version__policy=version.policy)
        before = get_or_404(others.select_related("clause"), request.user, MAY, pk=former)
    form = QuestionForm(request.POST or None, version=version, like=before, shown={})
    if request.method == "POST" and form.is_valid():
        try:
            writing.write(version, by=request.user, former=before, **form.content())
        except writing.FullError:
            form.add_error(None, _full())
        except (writing.OverError, writing.TakenOverError):
            return _too_late(request, version)
        else:
            said = _("The question is asked of everyone who signs this version from now on.")
            messages.success(request, said)
            return redirect(_page(version))
    context = {"version": version, "form": form, "before": before}
    return render(request, "acknowledgments/question.html", context)


@needs(MAY)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a question; one that somebody has answered ends, and this one takes its place."""
    question = _question(request, pk)
    version = question.version
    if question.ended_at:
        return _too_late(request, version)
    told = request.POST or None
    form = QuestionForm(told, version=version, like=question, shown=shown(question))
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            version,
            lambda: writing.change(question, by=request.user, **form.content()),
            _("The question is changed."),
        )
    answered = question.attempts.values("person").distinct().count()
    context = {"version": version, "form": form, "question": question, "answered": answered}
    return render(request, "acknowledgments/question.html", context)


@needs(MAY)
@require_POST
def move(request: SignedInRequest, pk: int, to: int) -> HttpResponse:
    """Put a question at another place."""
    question = _question(request, pk)
    return _done(
        request,
        question.version,
        lambda: writing.move(question, to=to, by=request.user),
        _("The questions stand in the new order."),
    )


@needs(MAY)
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a question no more; of an earlier version: leave it out of this one."""
    question = _question(request, pk)
    writing.end(question, by=request.user)
    messages.success(request, _("The question is no longer asked."))
    version = question.version
    if version.state not in writing.ASKED_OF:
        asked = version.policy.versions.filter(state__in=writing.ASKED_OF).order_by("number")
        version = asked.last() or version
    return redirect(_page(version))


@needs(MAY)
@require_POST
def put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask again what was ended."""
    question = _question(request, pk)
    return _done(
        request,
        question.version,
        lambda: writing.put_back(question, by=request.user),
        _("The question is asked again."),
    )


@needs(MAY)
@require_POST
def carry(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take over to this version what asks after clauses that read the same."""
    version = _version(request, slug, number)
    try:
        made = carrying_over.carry(version, by=request.user)
    except writing.OverError:
        return _too_late(request, version)
    words = ngettext("%(n)d question is taken over.", "%(n)d questions are taken over.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect(_page(version))


@needs(MAY)
def preview(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The questions as those see them who sign; answers are checked, and nothing is kept."""
    version = _version(request, slug, number)
    clauses = list(version.clauses.all())
    naming.name(clauses)
    called = {clause.pk: clause for clause in clauses}
    rows = [passing.Asked(question) for question in passing.live(version)]
    for row in rows:
        row.question.clause = called[row.question.clause_id]
        if told := given(request.POST, [row]).get(row.question.pk):
            row.given.append(told.answer)
    check = CheckForm(request.POST if request.method == "POST" else None, rows=rows)
    context = {"version": version, "check": check, "forms": [check], "clauses": clauses}
    return render(request, "acknowledgments/preview_questions.html", context)


def _done(
    request: SignedInRequest, version: Version, act: Callable[[], object], said: str
) -> HttpResponse:
    """Back to the questions, with what came of `act`."""
    try:
        act()
    except writing.FullError:
        messages.error(request, _full())
    except writing.OverError:
        return _too_late(request, version)
    else:
        messages.success(request, said)
    return redirect(_page(version))


def _too_late(request: SignedInRequest, version: Version) -> HttpResponse:
    words = _(
        "Nothing was done: somebody was faster. The question has ended or was taken over, or the "
        "version is no longer the one that is signed."
    )
    messages.warning(request, words)
    return redirect(_page(version))


def _full() -> str:
    words = _("A version has at most %(n)d questions. Stop asking one of them first.")
    return words % {"n": MOST_QUESTIONS}


def _page(version: Version) -> str:
    return reverse("acknowledgments:questions", args=[version.policy.slug, version.number])


def _version(request: SignedInRequest, slug: str, number: int) -> Version:
    versions = Version.objects.select_related("policy").defer("canonical_text", "alignment")
    return get_or_404(versions, request.user, MAY, policy__slug=slug, number=number)


def _question(request: SignedInRequest, pk: int) -> CheckQuestion:
    found = CheckQuestion.objects.select_related("version__policy", "clause")
    return get_or_404(found, request.user, MAY, pk=pk)
