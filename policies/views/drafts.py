"""The page of a draft, what stands around its text, and its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.district.current import current
from district_portal.permissions import View, get_or_404, needs, visible
from district_portal.ui.numbers import read_number
from policies.drafts import (
    commenting,
    drafting,
    editing,
    ending_proposals,
    previewing,
    reviewing,
    undoing,
)
from policies.forms.acting import CodeForm, ManyForm
from policies.forms.head import DatesForm, HeadForm, dates_in
from policies.models import Draft, DraftEdit, Policy, Version
from policies.publication import publishing
from policies.references import unheld


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even if that is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def of_a_draft_for(permission: str) -> Callable[[View], View]:
    """Hand the draft to a view that needs `permission`.

    One that was published leads to the version that it became.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: SignedInRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            drafts = Draft.objects.select_related("policy", "owner", "proposed_by")
            try:
                draft = get_or_404(drafts, request.user, permission, pk=pk)
            except Http404:
                return _what_it_became(request, pk)
            try:
                return view(request, draft, **kwargs)
            except Draft.DoesNotExist as discarded:
                raise Http404 from discarded

        return found

    return decorate


def _what_it_became(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the version that was a draft once, or word of it for those who were asked to read it.

    Raises Http404 for everyone else.
    """
    became = Version.objects.select_related("policy", "published_by").filter(from_draft=pk)
    version = visible(became, request.user, "policies.read").first()
    if version is None:
        if told := reviewing.what_became(pk, request.user):
            return render(request, "policies/draft_gone.html", {"told": told})
        raise Http404
    words = _("This draft was published by %(person)s.")
    messages.info(request, words % {"person": version.published_by})
    return redirect(version)


of_a_draft = of_a_draft_for("policies.edit")


@needs("policies.edit")
@of_a_draft
def draft(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The source beside what was recognised in it, with everything that is in doubt."""
    return show(request, draft)


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
            form.data = {**dict(form.data.items()), "revision": stale.draft.revision}
            form.add_error(None, stale_words(stale.draft))
            return show(request, stale.draft, form=form, dates=dates, editing="head", status=409)
        return redirect(draft)
    return show(request, draft, form=form, dates=dates, editing="head")


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
        messages.warning(request, stale_words(stale.draft))
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
    request: HttpRequest,
    draft: Draft,
    *,
    editing: int | str | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The draft's page; `editing` is the clause, "new" or "head", whose form is open."""
    after = context.get("after")
    opened = editing if isinstance(editing, int) else read_number(request.GET.get("at", ""))
    opened = after if editing == "new" else opened
    comments = commenting.open_on(draft)
    preview = previewing.preview(draft, comments=comments)
    shown = previewing.shown(
        preview, draft, at=opened, leaf=read_number(request.GET.get("leaf", ""))
    )
    ticked = previewing.ticked(draft, request.GET.get("like", ""))
    context = {
        "code_form": CodeForm(initial={"revision": draft.revision}),
        "many_form": ManyForm(initial={"revision": draft.revision}),
        "form_url": _form_url(draft, editing, after),
        **context,
        **_standing(draft),
        **_unheld(request, draft),
        "preview": preview,
        "open_comments": sum(comments.values()),
        "shown": shown,
        "editing": editing,
        "opened": opened,
        "more": "more" in request.GET,
        "ticked": ticked,
        "ticked_elsewhere": sorted(ticked - {row.node["id"] for row in shown.rows}),
    }
    return render(request, "policies/draft.html", context, status=status)


def _standing(draft: Draft) -> dict[str, Any]:
    """How the draft stands, whatever part of it is shown."""
    obstacles = publishing.obstacles(draft)
    last, following = undoing.to_undo_and_redo(draft)
    return {
        "draft": draft,
        "last_edit": last,
        "next_edit": following,
        "revises": drafting.revises(draft),
        "offered": drafting.offered_codes(draft),
        "offered_title": drafting.offered_title(draft),
        "problems": [*publishing.lacks(draft), *obstacles],
        "obstacles": obstacles,
        "waiting": draft.policy.scheduled if draft.policy else None,
        "opinions": list(reviewing.of(draft)),
        "is_proposed": draft.proposal is not None and current().two_people_publish,
        "ended": ending_proposals.ended(draft),
    }


def _unheld(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """The codes in the draft that lead nowhere as yet."""
    held = visible(Policy.objects.all(), request.user, "policies.edit")
    found = unheld.unheld(draft, among=held)
    return {"unheld": found, "unheld_words": unheld.in_words(len(found))}


def _form_url(draft: Draft, editing: int | str | None, after: int | None) -> str:
    if editing == "new":
        behind = f"?after={after}" if after else ""
        return reverse("policies:new_clause", args=[draft.pk]) + behind
    if isinstance(editing, int):
        return reverse("policies:draft_clause", args=[draft.pk, editing])
    return ""


def stale_words(draft: Draft) -> str:
    """Say who has changed `draft` in the meantime, and what."""
    last = _last_edit(draft)
    if last is None or last.by is None:
        return _("The draft has changed since you opened it. Look again, then repeat.")
    return _(
        "%(person)s has changed the draft since you opened it (%(what)s). Look again, then repeat."
    ) % {"person": last.by, "what": last.what}


def last_editor(draft: Draft) -> Person | None:
    """Who has edited `draft` last."""
    last = _last_edit(draft)
    return last.by if last else None


def _last_edit(draft: Draft) -> DraftEdit | None:
    return draft.edits.select_related("by").order_by("-until").first()
