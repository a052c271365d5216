"""The pages on which a concern is reported."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from approvals.concerns import filing, reading, reporting, wording
from approvals.concerns.forms.reporting import ReportForm
from approvals.concerns.models import Concern
from approvals.concerns.sealing import SealedError
from approvals.concerns.views.in_memory import keep_in_memory
from approvals.concerns.views.report_page import address, page
from approvals.concerns.views.sealed import told_when_sealed
from district_portal.permissions import get_or_404, needs, visible

Kind = Concern.Kind


@needs("concerns.report")
def start(request: SignedInRequest) -> HttpResponse:
    """What there is to report, and the drafts that were begun."""
    mine = visible(Concern.objects.defer("draft"), request.user, "concerns.report")
    context = {"kinds": wording.WORDS.items(), "drafts": mine.filter(state=Concern.State.DRAFT)}
    return render(request, "concerns/start.html", context)


@csrf_exempt  # how its files are read is settled first; the token is asked for below
@needs("concerns.report")
@sensitive_post_parameters()
@told_when_sealed
def new(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """A new concern of that kind."""
    if kind not in Kind:
        raise Http404
    return _report(request, kind=Kind(kind), draft=None)


@csrf_exempt  # as above
@needs("concerns.report")
@sensitive_post_parameters()
@told_when_sealed
def draft(request: SignedInRequest, once: uuid.UUID) -> HttpResponseBase:
    """A concern that is not sent yet, as far as this window knows."""
    rows = Concern.objects.select_related("key", "place__head", "about")
    kind, is_typed = request.GET.get("kind", ""), request.method == "POST"
    if is_typed and kind in Kind and not rows.filter(once=once).exists():
        return _report(request, kind=Kind(kind), draft=None, is_gone=True)
    found = get_or_404(rows, request.user, "concerns.report", once=once)
    if found.state == Concern.State.DRAFT:
        return _report(request, kind=Kind(found.kind), draft=found)
    if is_typed:
        return _report(request, kind=Kind(found.kind), draft=None, sent=found)
    return redirect("concerns:sent", found.number)


@needs("concerns.report")
@require_POST
def discard(request: SignedInRequest, once: uuid.UUID) -> HttpResponse:
    """Throw a draft away, unless another window has saved more of it."""
    found = get_or_404(Concern.objects.all(), request.user, "concerns.report", once=once)
    try:
        reporting.discard(found, by=request.user, seen=request.GET.get("seen"))
    except reporting.ChangedError:
        messages.warning(
            request, _("Nothing was thrown away: you saved more in another window. Look at it.")
        )
        return redirect("concerns:draft", found.once)
    except reporting.SentError:
        messages.warning(request, _("It was sent already, and can’t be thrown away any more."))
        return redirect("concerns:sent", found.number)
    messages.success(request, _("The draft is gone, with its files."))
    return redirect("concerns:start")


@needs("concerns.report")
def sent(request: SignedInRequest, number: str) -> HttpResponse:
    """That it was sent, to whom, and what happens next."""
    rows = Concern.objects.exclude(state=Concern.State.DRAFT)
    rows = rows.select_related("reporter", "posting", "place", "about")
    found = get_or_404(rows, request.user, "concerns.report", number=number)
    told = reading.told_at_once(found)
    context = {
        "concern": found,
        "receivers": told.receivers,
        "goes_up": told.goes_up,
        **reading.hours(found.kind),
        "own_duty": wording.WORDS[Kind(found.kind)].own_duty,
    }
    return render(request, "concerns/sent.html", context)


def _report(
    request: SignedInRequest,
    *,
    kind: Kind,
    draft: Concern | None,
    sent: Concern | None = None,
    is_gone: bool = False,
) -> HttpResponseBase:
    """`sent` and `is_gone` say what another window has made of the draft since."""
    keep_in_memory(request)
    try:
        return _checked(request, kind=kind, draft=draft, sent=sent, is_gone=is_gone)
    except RequestDataTooBig:
        form = _form(request, kind=kind, draft=draft, with_data=False)
        return page(request, form, draft=draft, too_large=True)


@csrf_protect
@sensitive_variables()
def _checked(
    request: SignedInRequest,
    *,
    kind: Kind,
    draft: Concern | None,
    sent: Concern | None,
    is_gone: bool,
) -> HttpResponseBase:
    form = _form(request, kind=kind, draft=draft, with_data=request.method == "POST")
    try:
        if sent or is_gone:
            return _over(request, form, sent)
        if not form.can_be_saved or "check" in request.POST:
            return page(request, form, draft=draft)
        return _save(request, form, draft)
    except SealedError:
        if not form.is_bound:
            raise
        return page(request, form, draft=None, is_sealed=True, action=address(kind, draft))


@sensitive_variables()
def _save(request: SignedInRequest, form: ReportForm, draft: Concern | None) -> HttpResponseBase:
    """Save what was typed, whatever becomes of its files."""
    save = partial(
        reporting.save,
        form.kind,
        by=request.user,
        once=draft.once if draft else form.cleaned_data["once"],
        told=form.told,
        place=form.cleaned_data["place"],
        about=form.cleaned_data["about"],
        seen=form.cleaned_data["seen"],
    )
    try:
        try:
            draft = save(files=form.kept_files)
        except filing.FileError as refused:
            form.add_error("pictures", str(refused))
            draft = save()
    except Concern.DoesNotExist as strange:
        raise Http404 from strange
    except reporting.ChangedError as newer:
        return page(request, form, draft=newer.concern, newer=reporting.draft(newer.concern))
    except reporting.SentError as over:
        return _over(request, form, over.concern)
    try:
        return _go_on(request, form, draft)
    except Concern.DoesNotExist:  # thrown away in another window at this moment
        return _over(request, form, None)
    except reporting.SentError as over:
        return _over(request, form, over.concern)


@sensitive_variables()
def _over(request: SignedInRequest, form: ReportForm, sent: Concern | None) -> HttpResponseBase:
    """Another window has sent the draft, or thrown it away: what was typed here stays as it is."""
    if not sent:
        return page(request, form, draft=None, is_gone=True)
    if form.is_valid():
        settled = {name: form.cleaned_data[name] for name in ("place", "about")}
        files = form.cleaned_data["pictures"]
        if reporting.was_sent_so(sent, form.told, files=files, **settled):
            return redirect("concerns:sent", sent.number)
    return page(request, form, draft=None, sent=sent)


@sensitive_variables()
def _go_on(request: SignedInRequest, form: ReportForm, draft: Concern) -> HttpResponseBase:
    """What was asked for beside saving: to take a file out, to send, or nothing."""
    if form.errors:
        return page(
            request, form, draft=draft, seen=reporting.mark(draft), are_some_files_missing=True
        )
    if "send" in request.POST:
        return _send(request, form, draft)
    if key := request.POST.get("take_out"):
        try:
            reporting.take_out(draft, uuid.UUID(key), by=request.user)
        except ValueError as unknown:
            raise Http404 from unknown
        messages.success(request, _("The file is gone. The rest is saved."))
        return redirect(f"{reverse('concerns:draft', args=[draft.once])}#files")
    messages.success(request, _("Saved. Nobody has seen it yet: send it as soon as you can."))
    return redirect("concerns:draft", draft.once)


@sensitive_variables()
def _send(request: SignedInRequest, form: ReportForm, draft: Concern) -> HttpResponseBase:
    case = form.case
    assert case is not None  # noqa: S101 – a form that is valid says whom it is about
    saved = partial(page, request, form, draft=draft, seen=reporting.mark(draft))
    if reading.expected(case).seal != form.cleaned_data["shown"]:
        return saved(are_others=True)
    if not _shows_the_files(request, form, draft):
        return saved(are_other_files=True)
    try:
        held = reporting.send(draft, by=request.user)
    except reporting.ReportError as refused:
        form.add_error(refused.field, str(refused))
        return saved()
    except reporting.NobodyToReceiveError:
        return saved()
    return redirect("concerns:sent", held.number)


@sensitive_variables()
def _shows_the_files(request: SignedInRequest, form: ReportForm, draft: Concern) -> bool:
    """Whether the page showed, or chose, each file that would be sent, and no other."""
    listed = set(request.POST.getlist("file"))
    chosen = {file.sha256 for file in form.kept_files}
    there = {str(file.key): file.sha256 for file in filing.listed(draft, draft.draft_files.all())}
    return listed <= there.keys() and all(
        key in listed or sha256 in chosen for key, sha256 in there.items()
    )


@sensitive_variables()
def _form(
    request: SignedInRequest, *, kind: Kind, draft: Concern | None, with_data: bool
) -> ReportForm:
    person = request.user
    if with_data:
        return ReportForm(request.POST, request.FILES, kind=kind, reporter=person)
    if draft is None:
        posting = person.posting
        initial: dict[str, Any] = {"place": posting.place if posting else None}
    else:
        told = reporting.draft(draft)
        seen = reporting.mark(draft)
        initial = {**told, "once": draft.once, "place": draft.place, "seen": seen}
    subject = draft.about if draft else None
    return ReportForm(initial=initial, kind=kind, reporter=person, subject=subject)
