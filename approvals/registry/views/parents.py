"""Tell parents: the letter, its text, and the record that it went out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pacing import paced
from accounts.signed_in import SignedInRequest
from approvals.registry import informing_parents, letters, parents_due
from approvals.registry.forms import LetterForm, NoticeForm
from approvals.registry.models import Account, Letter, ParentNotice
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.dates import date_in_words

LANGUAGES = dict(settings.LANGUAGES)
BOTH = "both"


@needs("registry.manage")
@paced("uploads")
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter to parents, and recording that they were told."""
    rows = Account.objects.annotate(lapsed=parents_due.is_lapsed())
    rows = rows.select_related("platform", "place", "owner", "request")
    account = get_or_404(rows, request.user, "registry.manage", pk=pk)
    asked = request.GET.get("language", settings.LANGUAGE_CODE)
    drafted_in = asked if asked in [*LANGUAGES, BOTH] else settings.LANGUAGE_CODE
    spoken = list(LANGUAGES) if drafted_in == BOTH else [drafted_in]
    drafted = {"text": informing_parents.draft_letter(account, *spoken)}
    form = NoticeForm(request.POST or None, request.FILES or None, initial=drafted)
    if form.is_bound and form.is_valid():
        try:
            informing_parents.record_notice(account, by=request.user, **form.cleaned_data)
        except informing_parents.NoticeError as obstacle:
            form.add_error(None, str(obstacle))
        else:
            account.refresh_from_db(fields=["state"])
            messages.success(request, _told(account))
            return redirect(account)
    context = {
        "account": account,
        "form": form,
        "languages": [*LANGUAGES.items(), (BOTH, _("Both"))],
        "drafted_in": drafted_in,
        "may_reword": can(request.user, "registry.reword_letter"),
    }
    return render(request, "registry/notice.html", context)


@require_GET
@never_cache
@needs("registry.manage")
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """The copy of what went out to parents, for download."""
    mine = visible(Account.objects.all(), request.user, "registry.manage")
    notices = ParentNotice.objects.filter(account__in=mine, copy__isnull=False)
    kept = notices.select_related("copy").filter(pk=pk).first()
    if kept is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{kept.pk}-{kept.copy.name}"'}
    return HttpResponse(bytes(kept.copy.content), content_type=kept.copy.kind, headers=headers)


@needs("registry.reword_letter")
def letter(request: SignedInRequest, language: str) -> HttpResponse:
    """Write the text of the letter in one language; the preview comes before it is saved."""
    if language not in LANGUAGES:
        raise Http404
    rows = list(letters.history(language))
    shown = _shown(request, rows) or letters.text(language)
    based_on = rows[0].number if rows else 0
    initial = {"body": shown, "based_on": based_on}
    form = LetterForm(request.POST or None, initial=initial)
    if form.is_valid():
        if request.POST.get("act") == "save" and (saved := _save(request, form, language)):
            return saved
        shown = form["body"].value()
    context: dict[str, Any] = {
        "form": form,
        "language": language,
        "language_name": LANGUAGES[language],
        "languages": LANGUAGES.items(),
        "names": letters.NAMES,
        "needed": letters.NEEDED,
        "rows": rows,
        "newest": rows[0] if rows else None,
        "preview": letters.sample(shown) if "body" not in form.errors else "",
        "is_new": form.is_bound,
    }
    return render(request, "registry/letter.html", context)


@require_POST
@needs("registry.reword_letter")
def restore_letter(request: SignedInRequest, language: str, based_on: int) -> HttpResponseRedirect:
    """Let the portal's own text count again."""
    if language not in LANGUAGES:
        raise Http404
    try:
        letters.restore(language=language, by=request.user, based_on=based_on)
    except letters.StaleLetterError as stale:
        messages.warning(request, _meanwhile(stale.newest))
    else:
        messages.success(request, _("The portal’s own text counts again."))
    return redirect("registry:letter", language)


def _save(request: SignedInRequest, form: LetterForm, language: str) -> HttpResponseRedirect | None:
    said = form.cleaned_data
    try:
        letters.reword(said["body"], language=language, by=request.user, based_on=said["based_on"])
    except letters.StaleLetterError as stale:
        number = stale.newest.number if stale.newest else 0
        form.data = {**request.POST.dict(), "based_on": str(number)}
        form.add_error(None, _meanwhile(stale.newest))
        return None
    messages.success(request, _("The text is saved. Letters that are drafted from now on have it."))
    return redirect("registry:letter", language)


def _shown(request: SignedInRequest, rows: list[Letter]) -> str:
    """The text of before that somebody wants to go on from, where the address names one."""
    asked = request.GET.get("from", "")
    return next((row.body for row in rows if str(row.number) == asked), "")


def _meanwhile(newest: Letter | None) -> str:
    if newest is None:
        return _("This text was changed meanwhile. Look at it once more.")
    words = _(
        "%(person)s changed this text at %(moment)s, while your page was open. Nothing of yours "
        "is saved yet. Their text stands below under “Earlier texts”. To replace it, save once "
        "more."
    )
    return words % {"person": newest.by, "moment": date_in_words(newest.at, style="time")}


def _told(account: Account) -> str:
    if account.state == Account.State.ACTIVE:
        return _("Parents were told. %s is active.") % account.name
    return _("The notice is recorded. %(name)s is still: %(state)s.") % {
        "name": account.name,
        "state": account.get_state_display(),
    }
