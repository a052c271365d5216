"""Ask people what they think of a draft; read it, and answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, needs
from district_portal.ui.numbers import read_number
from policies.drafts import commenting, previewing, reviewing
from policies.forms.discussing import AnswerForm, AskForm, FindReadersForm
from policies.models import Draft, Opinion
from policies.views.drafts import of_a_draft, of_a_draft_for, posted


@needs("policies.edit")
@of_a_draft
def readers(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Who was asked and what they answered; find people and ask them."""
    words = request.GET.get("words", "").strip()[:80]
    form = AskForm(posted(request), words=words)
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data.pop("readers")
        asked = reviewing.ask(draft, people, by=request.user, **form.cleaned_data)
        if asked:
            said = ngettext("%(n)d person is asked.", "%(n)d people are asked.", len(asked))
            messages.success(request, said % {"n": len(asked)})
        else:
            messages.info(request, _("They were asked already."))
        return redirect("policies:readers", pk=draft.pk)
    find_form = FindReadersForm(initial={"words": words})
    find_form.helper.mark_optional = False
    context = {
        "draft": draft,
        "form": form,
        "find_form": find_form,
        "words": words,
        "found": len(form.fields["readers"].choices),  # type: ignore[attr-defined]
        "most": reviewing.MOST_FOUND,
        "opinions": list(reviewing.of(draft)),
    }
    return render(request, "policies/readers.html", context)


@require_POST
@needs("policies.edit")
@of_a_draft
def remind(request: SignedInRequest, draft: Draft, opinion: int) -> HttpResponse:
    """Ask once more."""
    found = _opinion(draft, opinion)
    try:
        if reviewing.remind(found, by=request.user):
            messages.success(request, _("%(person)s is reminded.") % {"person": found.reader})
        else:
            messages.info(
                request,
                (
                    _("%(person)s was reminded today already.")
                    if found.reader.email
                    else _("%(person)s has no address for mail.")
                )
                % {"person": found.reader},
            )
    except reviewing.NotAskedError:
        messages.info(request, _("%(person)s has answered already.") % {"person": found.reader})
    return redirect("policies:readers", pk=draft.pk)


@require_POST
@needs("policies.edit")
@of_a_draft
def withdraw_question(request: SignedInRequest, draft: Draft, opinion: int) -> HttpResponse:
    """Take a question back."""
    found = _opinion(draft, opinion)
    try:
        reviewing.withdraw(found, by=request.user)
        messages.success(request, _("%(person)s is no longer asked.") % {"person": found.reader})
    except reviewing.AlreadyAnsweredError:
        messages.info(request, _("%(person)s has answered already.") % {"person": found.reader})
    return redirect("policies:readers", pk=draft.pk)


@needs("policies.review")
@of_a_draft_for("policies.review")
def review(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The draft to read, and the question to answer."""
    opinion = reviewing.asked_of(request.user, draft)
    form = AnswerForm(posted(request), initial={"revision": draft.revision})
    if request.method == "POST" and opinion and form.is_valid():
        try:
            reviewing.answer(opinion, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your answer is on its way. Thank you."))
        except reviewing.AlreadyAnsweredError:
            messages.info(request, _("You have answered already."))
        except reviewing.NotAskedError:
            messages.info(request, _("You are no longer asked."))
            return redirect("home:today")
        return redirect("policies:review", pk=draft.pk)
    preview = previewing.preview(draft, comments=commenting.open_on(draft))
    leaf = read_number(request.GET.get("leaf"))
    context = {
        "draft": draft,
        "opinion": opinion,
        "form": form,
        "preview": preview,
        "shown": previewing.shown(preview, draft, leaf=leaf),
        "may_edit": can(request.user, "policies.edit"),
    }
    return render(request, "policies/review.html", context)


def _opinion(draft: Draft, pk: int) -> Opinion:
    try:
        return reviewing.of(draft).get(pk=pk)
    except Opinion.DoesNotExist as missing:
        raise Http404 from missing
