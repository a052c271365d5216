"""The page of a draft, and what can be done there. Every act leads back to the page."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import View, get_or_404, needs
from policies import drafting, editing, previewing, publishing, undoing
from policies.forms.acting import ActForm, CodeForm
from policies.forms.clause import ClauseForm
from policies.forms.head import DatesForm, HeadForm, dates_in
from policies.models import Clause, Draft, Version
from policies.rearranging import NoSuchClauseError, find


def posted(request: SignedInRequest) -> QueryDict | None:
    """What was sent, even if that is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def of_a_draft(view: View) -> View:
    """Hand the draft to the view; one that was published leads to the version that it became."""

    @wraps(view)
    def found(request: SignedInRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        if version := Version.objects.select_related("policy").filter(from_draft=pk).first():
            messages.info(
                request,
                _("This draft was published by %(person)s.") % {"person": version.published_by},
            )
            return redirect(version)
        drafts = Draft.objects.select_related("policy", "owner")
        draft = get_or_404(drafts, request.user, "policies.edit", pk=pk)
        try:
            return view(request, draft, **kwargs)
        except Draft.DoesNotExist as discarded:
            raise Http404 from discarded

    return found


@needs("policies.edit")
@of_a_draft
def draft(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The source beside what was recognised in it, with everything that is in doubt."""
    return show(request, draft)


@needs("policies.edit")
@of_a_draft
def clause(request: SignedInRequest, draft: Draft, number: int) -> HttpResponse:
    """Write one clause anew."""
    try:
        node = draft.nodes[find(draft.nodes, number)]
    except NoSuchClauseError:
        return _clause_is_gone(request, draft)
    initial = {**node, "revision": draft.revision}
    form = ClauseForm(posted(request), initial=initial, before=_before(draft))
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        try:
            draft = editing.change_clause(draft, number, by=request.user, **fields)
        except editing.StaleDraftError as stale:
            return show(request, stale.draft, form=_again(form, stale.draft), editing=number)
        return _back(draft, number)
    return show(request, draft, form=form, editing=number)


@needs("policies.edit")
@of_a_draft
def new_clause(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Write a clause that is added behind another (`?after=`) or at the beginning."""
    after = int(value) if (value := request.GET.get("after", "")).isdecimal() else None
    initial = {"kind": "item", "revision": draft.revision, "was": "new"}
    form = ClauseForm(posted(request), initial=initial, before=_before(draft))
    if request.method == "POST" and form.is_valid():
        try:
            draft = editing.insert(draft, after, by=request.user, **form.cleaned_data)
        except editing.StaleDraftError as stale:
            form = _again(form, stale.draft)
            return show(request, stale.draft, form=form, editing="new", after=after)
        except NoSuchClauseError:
            return _clause_is_gone(request, draft)
        return _back(draft, after)
    return show(request, draft, form=form, editing="new", after=after)


@needs("policies.edit")
@of_a_draft
def head(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Change code, title, dates and references."""
    form = HeadForm(posted(request), draft=draft)
    dates = DatesForm(posted(request), initial=draft.text["dates"], prefix="dates")
    if request.method == "POST" and form.is_valid() and dates.is_valid():
        revision = form.cleaned_data["revision"]
        values = {**form.head, "dates": dates_in(dates)}
        try:
            draft = editing.change_head(draft, revision=revision, by=request.user, head=values)
        except editing.StaleDraftError as stale:
            form = _again(form, stale.draft)
            return show(request, stale.draft, form=form, dates=dates, editing="head")
        return redirect(draft)
    return show(request, draft, form=form, dates=dates, editing="head")


@require_POST
@needs("policies.edit")
@of_a_draft
def act(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """One press of a button beside a clause."""
    form = ActForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That could not be done. Please try again."))
        return redirect(draft)
    try:
        revision = form.cleaned_data["revision"]
        draft = form.verb(draft, form.number, revision=revision, by=request.user)
    except editing.StaleDraftError as stale:
        messages.warning(request, _stale_words(stale.draft))
    except NoSuchClauseError:
        messages.warning(request, _("There is nothing there to do that with."))
    return _back(draft, form.number)


@require_POST
@needs("policies.edit")
@of_a_draft
def code(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Give the draft its code or title, typed or as the text itself suggests it."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return show(request, draft, code_form=form)
    try:
        revision = form.cleaned_data["revision"]
        editing.change_head(draft, revision=revision, by=request.user, head=form.head)
    except editing.StaleDraftError as stale:
        messages.warning(request, _stale_words(stale.draft))
    return redirect(draft)


@require_POST
@needs("policies.edit")
@of_a_draft
def undo(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Take the last edit back."""
    try:
        last = editing.to_undo(draft)
        editing.undo(draft, revision=_revision(request), by=request.user)
        messages.success(request, _("Undone. %(what)s") % {"what": last.what if last else ""})
    except editing.StaleDraftError as stale:
        messages.warning(request, _stale_words(stale.draft))
    except editing.NothingToUndoError:
        messages.info(request, _("There is nothing to undo."))
    return redirect(draft)


@require_POST
@needs("policies.edit")
@of_a_draft
def tie(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Confirm that the draft is the next version of the policy that has its code."""
    policy = drafting.revises(draft)
    if policy is None:
        return redirect(draft)
    try:
        drafting.tie(draft, policy=policy, by=request.user)
    except drafting.DraftExistsError as exists:
        messages.warning(
            request,
            _("%(policy)s has another draft already. Discard one of the two.") % {"policy": policy},
        )
        return redirect(exists.draft)
    return redirect(draft)


@require_POST
@needs("policies.edit")
@of_a_draft
def discard(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Throw the draft away."""
    drafting.discard(draft, by=request.user)
    messages.success(request, _("The draft of %(policy)s was discarded.") % {"policy": draft})
    return redirect("policies:drafts")


def show(
    request: SignedInRequest, draft: Draft, *, editing: int | str | None = None, **context: Any
) -> HttpResponse:
    """The draft's page; `editing` is the clause, "new" or "head", whose form is open."""
    opened = request.GET.get("at", "")
    if editing == "new":
        after = context.get("after")
        context["form_url"] = reverse("policies:new_clause", args=[draft.pk]) + (
            f"?after={after}" if after else ""
        )
    elif isinstance(editing, int):
        context["form_url"] = reverse("policies:draft_clause", args=[draft.pk, editing])
    stale = getattr(context.get("form"), "stale", False)
    code_form = CodeForm(initial={"revision": draft.revision})
    context = {
        "code_form": code_form,
        **context,
        "draft": draft,
        "preview": previewing.preview(draft),
        "editing": editing,
        "opened": int(opened) if opened.isdecimal() else None,
        "last_edit": undoing.to_undo(draft),
        "revises": drafting.revises(draft),
        "offered": drafting.offered_codes(draft),
        "offered_title": drafting.offered_title(draft),
        "problems": publishing.problems(draft),
        "source_lines": draft.source.split("\n") if draft.source else [],
    }
    return render(request, "policies/draft.html", context, status=409 if stale else 200)


def _before(draft: Draft) -> list[Clause]:
    version = draft.policy.in_force if draft.policy else None
    return list(version.clauses.all()) if version else []


def _again(form: Any, draft: Draft) -> Any:
    """The form as it was sent, now for the draft as it stands, with word of what happened."""
    form.data = {**form.data.dict(), "revision": draft.revision}
    form.add_error(None, _stale_words(draft))
    form.stale = True
    return form


def _stale_words(draft: Draft) -> str:
    last = draft.edits.select_related("by").order_by("-until").first()
    if last is None or last.by is None:
        return _("The draft has changed since you opened it. Look again, then repeat.")
    return _(
        "%(person)s has changed the draft since you opened it (%(what)s). Look again, then repeat."
    ) % {"person": last.by, "what": last.what}


def _clause_is_gone(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Say so; text that was written for the clause is offered as a new one at the end."""
    if request.method != "POST":
        messages.warning(request, _("That clause is no longer in the draft."))
        return redirect(draft)
    form = ClauseForm(request.POST, before=_before(draft))
    form.is_valid()
    form.data = {**request.POST.dict(), "revision": draft.revision}
    form.add_error(
        None, _("That clause is no longer in the draft. Save to add your text at the end.")
    )
    form.stale = True  # type: ignore[attr-defined]
    after = draft.nodes[-1]["id"] if draft.nodes else None
    return show(request, draft, form=form, editing="new", after=after)


def _revision(request: SignedInRequest) -> int:
    value = request.POST.get("revision", "")
    return int(value) if value.isdecimal() else 0


def _back(draft: Draft, number: int | None) -> HttpResponse:
    """To the draft's page, at the clause that was worked on."""
    address = draft.get_absolute_url()
    return redirect(f"{address}?at={number}#n{number}" if number and number > 0 else address)
