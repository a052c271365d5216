from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.pacing import paced
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies import jobs, storing
from policies.drafts import drafting
from policies.forms.uploading import UploadForm, WantedForm
from policies.models import Draft, Policy
from policies.views.drafts import posted


@needs("policies.edit")
@paced("uploads")
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose files or paste a text: each becomes a draft, to be checked before it is published."""
    wanted = WantedForm({**request.GET.dict(), **request.POST.dict()}).wanted
    files = request.FILES if request.method == "POST" else None
    form = UploadForm(posted(request), files, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        if form.waiting:
            return redirect(jobs.begin_import(form.waiting, by=request.user, wanted=wanted))
        drafts = storing.store(form.readings, by=request.user, wanted=wanted)
        if len(drafts) == 1:
            _say_if_another(request, drafts[0], wanted)
            return redirect(drafts[0])
        messages.success(
            request,
            ngettext("%(n)d draft is ready.", "%(n)d drafts are ready.", len(drafts))
            % {"n": len(drafts)},
        )
        return redirect("policies:drafts")
    context = {"form": form, "wanted": wanted, "jobs": jobs.latest_imports(by=request.user)}
    return render(request, "policies/import.html", context)


@require_POST
@needs("policies.edit")
def new(request: SignedInRequest) -> HttpResponse:
    """An empty draft of a new policy, with code, kind and title if it is wanted by others."""
    return redirect(storing.begin(WantedForm(request.POST).wanted, by=request.user))


@require_POST
@needs("policies.edit")
def revise(request: SignedInRequest, slug: str) -> HttpResponse:
    """The text in force as a draft of the next version; the one there is, if there is one."""
    policy = get_or_404(Policy.objects.all(), request.user, "policies.edit", slug=slug)
    try:
        draft = drafting.revise(policy, by=request.user)
    except drafting.DraftExistsError as exists:
        draft = exists.draft
        messages.info(request, _("There was a draft already. This is it."))
    return redirect(draft)


def _say_if_another(request: SignedInRequest, draft: Draft, wanted: storing.Wanted | None) -> None:
    if wanted and not wanted.is_in(draft):
        words = _("The text prints the code %(found)s, not %(wanted)s. Is it the right one?")
        messages.warning(request, words % {"found": draft.code, "wanted": wanted.code})
