"""Comments on a draft: for those who edit it and those who were asked to read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs
from district_portal.ui.numbers import read_number
from policies.drafts import commenting
from policies.drafts.rearranging import NoSuchClauseError, find
from policies.forms.discussing import CommentForm, ReplyForm
from policies.models import Comment, Draft, Policy
from policies.views.drafts import of_a_draft_for, posted

of_a_draft = of_a_draft_for("policies.review")


@needs("policies.review")
@of_a_draft
def comments(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """All remarks, open ones first; `?clause=` those on one clause, and a form for another."""
    number = read_number(request.GET.get("clause"))
    node = _node(draft, number)
    form = CommentForm(posted(request), initial={"node": node["id"] if node else None})
    if request.method == "POST" and form.is_valid():
        try:
            comment = commenting.add(draft, by=request.user, **form.cleaned_data)
        except NoSuchClauseError:
            form.add_error(None, _("That clause is no longer in the draft."))
        else:
            messages.success(request, _("Your comment is there."))
            return _back(draft, comment, node)
    context = {
        "draft": draft,
        "form": form,
        "node": node,
        "threads": commenting.threads(draft, clause=number if node else None),
        "reply_form": ReplyForm(),
        "back_url": _draft_page(request, draft, node),
    }
    return render(request, "policies/comments.html", context)


@needs("policies.review")
@of_a_draft
def comment(request: SignedInRequest, draft: Draft, comment: int) -> HttpResponse:
    """Write one's own remark anew."""
    found = _comment(draft, comment, by=request.user)
    form = CommentForm(posted(request), initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        _do(request, lambda: commenting.change(found, by=request.user, text=text))
        return _back(draft, found)
    context = {"draft": draft, "form": form, "comment": found}
    return render(request, "policies/comment.html", context)


@require_POST
@needs("policies.review")
@of_a_draft
def reply(request: SignedInRequest, draft: Draft, comment: int) -> HttpResponse:
    """Answer a remark."""
    found = _comment(draft, comment)
    form = ReplyForm(request.POST)
    if form.is_valid():
        _do(request, lambda: commenting.reply(found, by=request.user, **form.cleaned_data))
    else:
        messages.error(request, _("Write what you want to say"))
    return _back(draft, found)


@require_POST
@needs("policies.review")
@of_a_draft
def resolve(request: SignedInRequest, draft: Draft, comment: int) -> HttpResponse:
    """Say that a remark is dealt with."""
    found = _comment(draft, comment)
    _do(request, lambda: commenting.resolve(found, by=request.user))
    return _back(draft, found)


@require_POST
@needs("policies.review")
@of_a_draft
def reopen(request: SignedInRequest, draft: Draft, comment: int) -> HttpResponse:
    """Say that a remark is not dealt with after all."""
    found = _comment(draft, comment)
    _do(request, lambda: commenting.reopen(found, by=request.user))
    return _back(draft, found)


@require_POST
@needs("policies.review")
@of_a_draft
def delete(request: SignedInRequest, draft: Draft, comment: int) -> HttpResponse:
    """Take one's own remark back."""
    found = _comment(draft, comment, by=request.user)
    _do(request, lambda: commenting.delete(found, by=request.user))
    return redirect("policies:comments", pk=draft.pk)


@needs("policies.edit")
def discussion(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What was remarked and answered before a version was published."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.read", slug=slug)
    version = get_or_404(policy.versions.all(), request.user, "policies.read", number=number)
    version.policy = policy
    paths: dict[int | None, str] = dict(version.clauses.values_list("order", "path"))
    threads = commenting.kept_threads(version)
    context = {
        "version": version,
        "threads": [(thread, paths.get(thread.comment.node)) for thread in threads],
        "opinions": version.opinions.select_related("reader").exclude(answer=""),
    }
    return render(request, "policies/discussion.html", context)


def _draft_page(request: SignedInRequest, draft: Draft, node: dict[str, Any] | None) -> str:
    """Where the person came from: the editor's page or the reader's, at the clause."""
    if not can(request.user, "policies.edit"):
        return reverse("policies:review", args=[draft.pk]) + (f"#n{node['id']}" if node else "")
    at = f"?at={node['id']}#n{node['id']}" if node else ""
    return draft.get_absolute_url() + at


def _node(draft: Draft, number: int | None) -> dict[str, Any] | None:
    try:
        return draft.nodes[find(draft.nodes, number)] if number is not None else None
    except NoSuchClauseError:
        return None


def _comment(draft: Draft, pk: int, **own: Any) -> Comment:
    try:
        return draft.comments.get(pk=pk, **own)
    except Comment.DoesNotExist as missing:
        raise Http404 from missing


def _do(request: SignedInRequest, verb: Callable[[], object]) -> None:
    try:
        verb()
    except commenting.FixedCommentError:
        messages.warning(request, _("It was answered or resolved meanwhile, and stays as it is."))
    except Comment.DoesNotExist:
        messages.warning(request, _("That comment was taken back."))


def _back(draft: Draft, comment: Comment, node: dict[str, Any] | None = None) -> HttpResponse:
    address = reverse("policies:comments", args=[draft.pk])
    clause = f"?clause={node['id']}" if node else ""
    return redirect(f"{address}{clause}#comment-{comment.answers_id or comment.pk}")
