"""The pages on which a concern is reported."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
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
from approvals.concerns.packs import keeping
from approvals.concerns.views.sealed import told_when_sealed
from district_portal.district import current
from district_portal.permissions import get_or_404, needs
from district_portal.ui.uploads import CappedUpload

Kind = Concern.Kind


class InMemory(MemoryFileUploadHandler):
    """Files of a concern are never written to the disk unsealed.

    What is more than a concern takes is not kept: the form can refuse it, and the words stay.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated, self.files = True, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.files += 1
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.files > filing.MOST_FILES or start > filing.MOST_BYTES:
            return None
        return super().receive_data_chunk(raw_data, start)


@needs("concerns.report")
def start(request: SignedInRequest) -> HttpResponse:
    """What there is to report, and the drafts that were begun."""
    drafts = Concern.objects.filter(reporter=request.user, state=Concern.State.DRAFT)
    context = {"kinds": wording.WORDS.items(), "drafts": drafts.defer("draft")}
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
    """A concern that is not sent yet."""
    rows = Concern.objects.select_related("key", "place__head", "about")
    found = get_or_404(rows, request.user, "concerns.report", once=once)
    if found.state != Concern.State.DRAFT:
        return redirect("concerns:sent", found.number)
    return _report(request, kind=Kind(found.kind), draft=found)


@needs("concerns.report")
@require_POST
def discard(request: SignedInRequest, once: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    found = get_or_404(Concern.objects.all(), request.user, "concerns.report", once=once)
    try:
        reporting.discard(found, by=request.user)
    except reporting.SentError:
        messages.warning(request, _("It was sent already, and can’t be thrown away any more."))
        return redirect("concerns:sent", found.number)
    messages.success(request, _("The draft is gone, with its files."))
    return redirect("concerns:start")


@needs("concerns.report")
def sent(request: SignedInRequest, number: str) -> HttpResponse:
    """That it was sent, to whom, and what happens next."""
    rows = Concern.objects.exclude(state=Concern.State.DRAFT)
    found = get_or_404(rows, request.user, "concerns.report", number=number)
    context = {
        "concern": found,
        "receivers": reading.told_at_once(found),
        **_hours(found.kind),
        "own_duty": wording.WORDS[Kind(found.kind)].own_duty,
    }
    return render(request, "concerns/sent.html", context)


def _report(request: SignedInRequest, *, kind: Kind, draft: Concern | None) -> HttpResponseBase:
    request.upload_handlers = [CappedUpload(request), InMemory(request)]
    try:
        return _checked(request, kind=kind, draft=draft)
    except RequestDataTooBig:
        form = _form(request, kind=kind, draft=draft, with_data=False)
        return _page(request, form, draft=draft, too_large=True)


@csrf_protect
@sensitive_variables()
def _checked(request: SignedInRequest, *, kind: Kind, draft: Concern | None) -> HttpResponseBase:
    form = _form(request, kind=kind, draft=draft, with_data=request.method == "POST")
    if not form.is_bound or not form.is_valid() or "check" in request.POST:
        return _page(request, form, draft=draft)
    try:
        draft = reporting.save(
            kind,
            by=request.user,
            once=draft.once if draft else form.cleaned_data["once"],
            told=form.told,
            place=form.cleaned_data["place"],
            about=form.cleaned_data["about"],
            files=form.cleaned_data["pictures"],
        )
    except filing.FileError as refused:
        form.add_error("pictures", str(refused))
        return _page(request, form, draft=draft)
    except Concern.DoesNotExist as strange:
        raise Http404 from strange
    except reporting.SentError as over:
        return redirect("concerns:sent", over.concern.number)
    return _go_on(request, form, draft)


@sensitive_variables()
def _go_on(request: SignedInRequest, form: ReportForm, draft: Concern) -> HttpResponseBase:
    """What was asked for beside saving: to take a file out, to send, or nothing."""
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
    if reading.expected(case).seal != form.cleaned_data["shown"]:
        return _page(request, form, draft=draft, are_others=True)
    try:
        held = reporting.send(draft, by=request.user)
    except reporting.ReportError as refused:
        form.add_error(refused.field, str(refused))
        return _page(request, form, draft=draft)
    except reporting.NobodyToReceiveError:
        return _page(request, form, draft=draft)
    return redirect("concerns:sent", held.number)


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
        initial = {**told, "once": draft.once, "place": draft.place}
    subject = draft.about if draft else None
    return ReportForm(initial=initial, kind=kind, reporter=person, subject=subject)


@sensitive_variables()
def _page(
    request: SignedInRequest, form: ReportForm, *, draft: Concern | None, **more: bool
) -> HttpResponse:
    case = form.case
    who = reading.expected(case) if case else None
    form.fields["what"].required = True  # for who sends it
    context = {
        "form": form,
        "kind": form.kind,
        "words": wording.WORDS[form.kind],
        "by_law": keeping.reporters() if wording.WORDS[form.kind].own_duty else "",
        "draft": draft,
        "files": filing.listed(draft, draft.draft_files.all()) if draft else [],
        "files_again": bool(form.is_bound and request.FILES and not draft),
        "who": who,
        "about": case.about if case else None,
        **_hours(form.kind),
        "names_days": current.current().concern_names_days,
        **more,
    }
    return render(request, "concerns/report.html", context)


def _hours(kind: str) -> dict[str, Any]:
    """After how many hours an unread concern of that kind goes up, and whether nights count."""
    district = current.current()
    by_night = kind in district.concern_day_and_night
    return {"hours": district.concern_unread_hours, "by_night": by_night}
