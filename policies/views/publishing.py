"""Publish a draft: decide, see what will happen, confirm; or propose it, and another agrees."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.district.current import current, today
from district_portal.permissions import needs
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from policies.drafts import ending_proposals, previewing
from policies.forms.publishing import PublishForm, SendBackForm
from policies.models import Draft, Version
from policies.publication import adopting, asking_again, proposing, publishing
from policies.publication.proposing import Decisions
from policies.views.drafts import of_a_draft, posted


@needs("policies.publish")
@of_a_draft
@recently("POST")
def publish(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Decide, see what will happen, and publish or propose."""
    if publishing.problems(draft):
        messages.warning(request, _("The draft is not ready yet. See what is left to do."))
        return redirect(draft)
    if draft.proposal is not None and current().two_people_publish:
        return _show_proposal(request, draft, SendBackForm())
    told = _asked_again(request, draft)
    form = PublishForm(posted(request), draft=draft, asked_again=told)
    is_checked = request.method == "POST" and form.is_valid()
    if is_checked and form.is_stale:
        messages.warning(request, _("The draft has changed since you opened it. Look again."))
        return redirect("policies:publish", pk=draft.pk)
    if is_checked and "confirmed" in request.POST:
        return _confirmed(request, draft, form.decisions)
    is_checked = is_checked and "change" not in request.POST
    context = _context(draft, form.decisions if is_checked else None, told)
    context |= {"form": form, "is_checked": is_checked, "before": form.before}
    return render(request, "policies/publish.html", context)


@require_POST
@needs("policies.publish")
@of_a_draft
@recently("POST")
def agree(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The second of two people publishes what the first proposed."""
    _as_seen(draft, request)
    try:
        version = proposing.agree(draft, by=request.user)
    except proposing.SamePersonError:
        messages.error(request, _("You proposed this yourself. Somebody else must agree."))
        return redirect("policies:publish", pk=draft.pk)
    except _REFUSALS as refused:
        return _refused(request, draft, refused)
    return _published(request, version, draft)


@require_POST
@needs("policies.publish")
@of_a_draft
def send_back(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """The second of two people doesn't agree and says why, or the first takes it back."""
    is_mine = draft.proposed_by_id == request.user.pk
    form = SendBackForm(request.POST)
    if draft.proposal is not None and not is_mine and not form.is_valid():
        return _show_proposal(request, draft, form)
    _as_seen(draft, request)
    words = "" if is_mine else form.data.get("words", "")
    try:
        proposing.send_back(draft, by=request.user, words=words)
    except _REFUSALS as refused:
        return _refused(request, draft, refused)
    messages.success(
        request, _("You took your proposal back.") if is_mine else _("Sent back with your words.")
    )
    return redirect(draft)


_REFUSALS = (
    publishing.AlreadyPublishedError,
    publishing.ChangedError,
    publishing.NotReadyError,
    proposing.OthersProposalError,
)


def _confirmed(request: SignedInRequest, draft: Draft, decisions: Decisions) -> HttpResponse:
    try:
        if not current().two_people_publish:
            version = publishing.publish(draft, by=request.user, seen=draft.revision, **decisions)
            return _published(request, version, draft)
        proposing.propose(draft, by=request.user, decisions=decisions)
    except _REFUSALS as refused:
        return _refused(request, draft, refused)
    messages.success(
        request, _("Proposed. Whoever else may publish has a task, and a mail, to agree.")
    )
    return redirect("policies:publish", pk=draft.pk)


def _refused(request: SignedInRequest, draft: Draft, why: Exception) -> HttpResponse:
    if isinstance(why, publishing.AlreadyPublishedError):
        person = why.version.published_by
        messages.info(
            request, _("%(person)s has published this draft already.") % {"person": person}
        )
        return redirect(why.version)
    if isinstance(why, publishing.NotReadyError):
        for problem in why.problems:
            messages.error(request, problem)
        return redirect(draft)
    messages.warning(request, _("The draft or its proposal has changed meanwhile. Look again."))
    return redirect("policies:publish", pk=draft.pk)


def _published(request: SignedInRequest, version: Version, draft: Draft) -> HttpResponse:
    if version.state == Version.State.IN_FORCE:
        words = _("Version %(number)s is published and in force.") % {"number": version.number}
        if _must_be_signed(request, draft):
            words += " " + _("Whoever must sign it now finds it under “My tasks”.")
        messages.success(request, words)
        return redirect(version.policy)
    day = date_in_words(version.effective_on, style="long")
    words = _("Version %(number)s is scheduled. It comes into force on %(day)s.")
    messages.success(request, words % {"number": version.number, "day": day})
    return redirect(version)


def _show_proposal(request: SignedInRequest, draft: Draft, form: SendBackForm) -> HttpResponse:
    context = {
        **_context(draft, proposing.decisions_of(draft), _asked_again(request, draft)),
        "form": form,
        "is_mine": draft.proposed_by_id == request.user.pk,
        "nobody_else": proposing.one_is_not_enough(draft),
        "before": draft.policy.last_in_force if draft.policy else None,
    }
    return render(request, "policies/proposal.html", context)


def _must_be_signed(request: SignedInRequest, draft: Draft) -> bool:
    return any(asks(request, draft) for asks in panels.functions("signers"))


def _asked_again(request: SignedInRequest, draft: Draft) -> dict[str, str] | None:
    """How many each choice of who signs again asks, in words; None where nobody must sign.

    Nobody reads it while the publication itself is carried out.
    """
    if not _must_be_signed(request, draft):
        return None
    if "confirmed" in request.POST:
        return {}
    told: dict[str, str] = {}
    for counts in panels.functions("asked_again"):
        told |= counts(request, draft)
    return told


def _context(
    draft: Draft, decisions: Decisions | None, told: dict[str, str] | None
) -> dict[str, Any]:
    """What the pages say of a publication; with `decisions` once they are taken."""
    preview = previewing.preview(draft)
    context: dict[str, Any] = {
        "draft": draft,
        "preview": preview,
        "changes": [row for row in preview.rows if row.note],
        "number": publishing.next_number(draft),
        "two_people": current().two_people_publish,
        "ended": ending_proposals.ended(draft),
        "printed_dates": _printed(preview) if draft.policy else [],
        "who_can_read": _who_can_read(draft),
        "has_signers": told is not None,
    }
    if decisions is None:
        return context
    day = decisions["effective_on"] or today()
    draft.asks_on = max(day, today())
    asks = str(decisions["asks_again"])
    return context | {
        "decided": decisions,
        "effective_on": day,
        "is_scheduled": day > today(),
        "is_earlier": day < today(),
        "revision_label": Version.Revision(decisions["revision"]).label,
        "asks_label": asking_again.in_words(draft.policy, asks, told or {}),
        "doubts": adopting.doubts(
            decisions["board"],
            effective_on=day,
            revision=decisions["revision"],
            asks_everyone=asks == "everyone",
        )
        if draft.policy
        else [],
    }


def _printed(preview: previewing.Preview) -> list[str]:
    """The dates that the text itself prints, where it does not say that it is revised today."""
    is_said = any(
        date["type"] == "revised" and date["iso"] == str(today()) for date in preview.dates
    )
    return [] if is_said else [f"{date['what']} {date['printed']}" for date in preview.dates]


def _who_can_read(draft: Draft) -> str:
    is_public = current().manual_is_public and (draft.policy is None or draft.policy.is_public)
    if is_public:
        return _("Everyone can read it, also without signing in: the manual is public.")
    return _("Everyone in the district can read it.")


def _as_seen(draft: Draft, request: SignedInRequest) -> None:
    """Let the draft carry the moment of the proposal that the person saw."""
    try:
        draft.proposed_at = parse_datetime(request.POST.get("proposed", ""))
    except ValueError:
        draft.proposed_at = None
