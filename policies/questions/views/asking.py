"""Ask about a policy, or for a sheet to sign it on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from accounts.standing_in import Standing, acting_supervisor
from district_portal.permissions import get_or_404, needs
from district_portal.ui.numbers import read_number
from policies import naming
from policies.models import Version
from policies.questions import asking, in_hand
from policies.questions.forms import AskForm, PaperForm
from policies.questions.views import keeping
from policies.questions.views.keeping import posted

if TYPE_CHECKING:
    from policies.questions.models import Question


@keeping.nothing_lost
@needs("questions.ask")
def ask(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask about a version, the clause picked already; from where one signs, the way back there."""
    version = _version(request, slug, number)
    clauses = list(version.clauses.all())
    naming.name(clauses)
    supervisor, typed = _supervisor(request), keeping.typed(request)
    form = AskForm(
        posted(request),
        clauses=clauses,
        initial={"clause": request.GET.get("clause", ""), **typed},
    )
    if form.is_valid():
        asked = asking.ask(version, by=request.user, **form.cleaned_data)
        return _sent(request, asked, words=_("Your question is with %(name)s."))
    context = {**_context(request, version, supervisor), "form": form, "came_back": bool(typed)}
    return render(request, "questions/ask.html", context)


@keeping.nothing_lost
@needs("questions.ask")
def paper(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask for a sheet to sign a version on paper."""
    version = _version(request, slug, number)
    supervisor, typed = _supervisor(request), keeping.typed(request)
    form = PaperForm(posted(request), initial=typed)
    if form.is_valid():
        asked = asking.ask_for_paper(version, by=request.user, text=form.cleaned_data["text"])
        return _sent(request, asked, words=_("%(name)s knows that you ask for a sheet."))
    context = {**_context(request, version, supervisor), "form": form, "came_back": bool(typed)}
    return render(request, "questions/paper.html", context)


def _version(request: SignedInRequest, slug: str, number: int) -> Version:
    rows = Version.objects.select_related("policy").defer("canonical_text", "alignment")
    lookup = {"policy__slug": slug, "number": number}
    return get_or_404(rows, request.user, "policies.read", **lookup)


def _supervisor(request: SignedInRequest) -> Standing | None:
    """Who gets what the person asks now."""
    return acting_supervisor(request.user, matter=in_hand.MATTER)


def _context(
    request: SignedInRequest, version: Version, supervisor: Standing | None
) -> dict[str, Any]:
    task = read_number(request.GET.get("task"))
    return {
        "version": version,
        "supervisor": supervisor,
        "task": task,
        "back_url": reverse("acknowledgments:sign", args=[task])
        if task
        else version.policy.get_absolute_url(),
    }


def _sent(request: SignedInRequest, asked: Question, *, words: str) -> HttpResponse:
    keeping.forget(request)
    told = words % {"name": asked.holder or _("nobody yet")}
    if task := read_number(request.GET.get("task")):
        more = _("Your task to sign stays open, and its due date runs on.")
        messages.success(request, f"{told} {more}")
        spot = f"c{asked.clause.path}" if asked.clause else "questions"
        return redirect(f"{reverse('acknowledgments:sign', args=[task])}#{spot}")
    messages.success(request, told)
    return redirect(asked)
