"""Edits of a draft's clauses. Each leads back to the draft's page; what is typed saves itself."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs
from district_portal.ui.numbers import read_number
from policies.drafts import editing
from policies.drafts.rearranging import NoSuchClauseError, find, nearest
from policies.forms.acting import ActForm, ManyForm
from policies.forms.clause import ClauseForm
from policies.models import Clause, Draft
from policies.views.drafts import last_editor, of_a_draft, posted, show, stale_words


@needs("policies.edit")
@of_a_draft
def clause(request: SignedInRequest, draft: Draft, number: int) -> HttpResponse:
    """Write one clause anew; with `autosave`, keep what is typed so far."""
    try:
        node = draft.nodes[find(draft.nodes, number)]
        form = _form(request, draft, node)
        if request.method != "POST" or not form.is_valid():
            return _unsaved(request, draft, form, editing=number)
        keep = editing.write if "autosave" in request.POST else editing.change_clause
        draft = keep(draft, number, by=request.user, **form.fields_to_keep)
    except NoSuchClauseError:
        return _clause_is_gone(request, draft)
    except editing.StaleDraftError as stale:
        return _conflict(request, stale.draft, form, number)
    return _saved(request, draft, number)


@needs("policies.edit")
@of_a_draft
def new_clause(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Write a clause that is added behind another (`?after=`) or at the beginning."""
    after = read_number(request.GET.get("after"))
    initial = {"kind": "item", "revision": draft.revision, "was": "new"}
    form = ClauseForm(posted(request), initial=initial, before=before(draft))
    if request.method != "POST" or not form.is_valid():
        return _unsaved(request, draft, form, editing="new", after=after)
    known = {node["id"] for node in draft.nodes}
    fields = form.fields_to_keep
    try:
        revision = fields.pop("revision")
        fields.pop("seen", None)
        draft = editing.insert(draft, after, revision=revision, by=request.user, **fields)
    except editing.StaleDraftError as stale:
        form.look_again(stale.draft, stale_words(stale.draft))
        return _unsaved(request, stale.draft, form, editing="new", after=after, status=409)
    except NoSuchClauseError:
        return _clause_is_gone(request, draft)
    added = next(node["id"] for node in draft.nodes if node["id"] not in known)
    return _saved(request, draft, added)


@require_POST
@needs("policies.edit")
@of_a_draft
def act(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """One press of a button beside a clause."""
    form = ActForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That could not be done. Please try again."))
        return redirect(draft)
    seen, clause = draft.nodes, form.clause(draft)
    try:
        revision = form.cleaned_data["revision"]
        draft = form.verb(draft, form.number, revision=revision, by=request.user)
    except editing.StaleDraftError as stale:
        messages.warning(request, stale_words(stale.draft))
        return _look_at_the_message(draft, clause)
    except NoSuchClauseError:
        messages.warning(request, _("There is nothing there to do that with."))
        return _look_at_the_message(draft, clause)
    return _where_it_was(draft, clause, seen, more="more" in request.POST)


@require_POST
@needs("policies.edit")
@of_a_draft
def many(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """One act on all clauses that are ticked."""
    form = ManyForm(request.POST)
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return redirect(draft)
    numbers, seen = form.cleaned_data["ticked"], draft.nodes
    try:
        revision = form.cleaned_data["revision"]
        draft = form.verb(draft, numbers, revision=revision, by=request.user)
    except editing.StaleDraftError as stale:
        messages.warning(request, stale_words(stale.draft))
        return _look_at_the_message(draft, numbers[0])
    except NoSuchClauseError:
        messages.warning(request, _("One of the ticked clauses is no longer in the draft."))
        return _look_at_the_message(draft, numbers[0])
    return _where_it_was(draft, numbers[0], seen)


@require_POST
@needs("policies.edit")
@of_a_draft
def undo(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Take the last edit back."""
    words = _("There is nothing to undo.")
    return _step(request, draft, editing.undo, editing.to_undo, _("Undone. %(what)s"), words)


@require_POST
@needs("policies.edit")
@of_a_draft
def redo(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Make the edit again that was taken back last."""
    words = _("There is nothing to do again.")
    return _step(request, draft, editing.redo, editing.to_redo, _("Done again. %(what)s"), words)


def before(draft: Draft) -> list[Clause]:
    """The clauses that those of `draft` may continue."""
    version = draft.policy.last_in_force if draft.policy else None
    return list(version.clauses.all()) if version else []


def back_to(draft: Draft, number: int | None, *, more: bool = False) -> HttpResponse:
    """To the draft's page, at the clause that was worked on; with `more`, its tools stay open."""
    address = draft.get_absolute_url()
    if not number or number < 0:
        return redirect(address)
    return redirect(f"{address}?at={number}{'&more=1' if more else ''}#n{number}")


def _where_it_was(
    draft: Draft, number: int, seen: list[dict[str, Any]], *, more: bool = False
) -> HttpResponse:
    """To the clause, or to what stands where it stood before it was joined or left out."""
    place = next((at for at, node in enumerate(seen) if node["id"] == number), 0)
    there = nearest(draft.nodes, number, place) if number > 0 else None
    return back_to(draft, there, more=more and there == number)


def _look_at_the_message(draft: Draft, number: int) -> HttpResponse:
    """To the top of the page, where it says why nothing was done; the clause stays chosen."""
    address = draft.get_absolute_url()
    return redirect(f"{address}?at={number}" if number > 0 else address)


def _step(
    request: SignedInRequest,
    draft: Draft,
    step: Callable[..., Draft],
    which: Callable[[Draft], Any],
    done: str,
    nothing: str,
) -> HttpResponse:
    revision = read_number(request.POST.get("revision")) or 0
    try:
        edit = which(draft)
        step(draft, revision=revision, by=request.user)
        messages.success(request, done % {"what": edit.what if edit else ""})
    except editing.StaleDraftError as stale:
        messages.warning(request, stale_words(stale.draft))
        return redirect(draft)
    except editing.NothingToUndoError:
        messages.info(request, nothing)
    return back_to(draft, read_number(request.POST.get("at")))


def _form(request: SignedInRequest, draft: Draft, node: dict[str, Any]) -> ClauseForm:
    initial = {**node, "revision": draft.revision, "seen": editing.fingerprint(node)}
    share = find(draft.nodes, node["id"]) / len(draft.nodes)
    return ClauseForm(posted(request), initial=initial, before=before(draft), share=share)


def _is_autosave(request: SignedInRequest) -> bool:
    return request.method == "POST" and "autosave" in request.POST


def _saved(request: SignedInRequest, draft: Draft, number: int) -> HttpResponse:
    """Back to the page, or, to a text that saves itself, the numbers that it goes on with."""
    if not _is_autosave(request):
        return back_to(draft, number)
    node = draft.nodes[find(draft.nodes, number)]
    time = formats.time_format(timezone.localtime())
    return JsonResponse(
        {
            "said": _("Draft saved %(time)s") % {"time": time},
            "revision": draft.revision,
            "seen": editing.fingerprint(node),
            "action": reverse("policies:draft_clause", args=[draft.pk, number]),
        }
    )


def _unsaved(
    request: SignedInRequest,
    draft: Draft,
    form: ClauseForm,
    *,
    status: int = HTTPStatus.OK,
    **where: Any,
) -> HttpResponse:
    if _is_autosave(request):
        said = " ".join(str(problem) for problems in form.errors.values() for problem in problems)
        return JsonResponse({"said": said}, status=422 if status == HTTPStatus.OK else status)
    return show(request, draft, form=form, status=status, **where)


def _conflict(
    request: SignedInRequest, draft: Draft, form: ClauseForm, number: int
) -> HttpResponse:
    """The clause as somebody else left it beside what was typed here, and the choice."""
    try:
        theirs = draft.nodes[find(draft.nodes, number)]
    except NoSuchClauseError:
        return _clause_is_gone(request, draft)
    form.look_again(draft, stale_words(draft), theirs)
    context: dict[str, Any] = {
        "form": form,
        "theirs": theirs,
        "yours": form.cleaned_data,
        "who": last_editor(draft),
    }
    if _is_autosave(request):
        fragment = {**context, "draft": draft, "autosave": True}
        return render(request, "policies/_conflict.html", fragment, status=409)
    return show(request, draft, editing=number, status=409, **context)


def _clause_is_gone(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Say so; text that was written for the clause is offered as a new one at the end."""
    draft.refresh_from_db()
    said = _("That clause is no longer in the draft. Save to add your text at the end.")
    if request.method != "POST":
        messages.warning(request, _("That clause is no longer in the draft."))
        return redirect(draft)
    if _is_autosave(request):
        return JsonResponse({"said": said}, status=410)
    form = ClauseForm(request.POST, before=before(draft))
    form.is_valid()
    form.look_again(draft, said)
    after = draft.nodes[-1]["id"] if draft.nodes else None
    return show(request, draft, form=form, editing="new", after=after, status=409)
