"""What the portal's mails say: a list of every kind, and a page on which its text is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.recent_sign_in import recently
from district_portal.mailing import sampling, wording
from district_portal.mailing.kinds import KINDS
from district_portal.permissions import needs
from district_portal.setup.forms.mail_text import MailTextForm
from district_portal.ui.dates import date_in_words

if TYPE_CHECKING:
    from accounts.signed_in import SignedInRequest


@require_http_methods(["GET", "HEAD"])
@needs("mail.reword")
def texts(request: SignedInRequest) -> HttpResponse:
    """Every kind of mail, what it is for, and whose text it has."""
    language = _language(request)
    context = {"groups": sampling.groups(language=language), **_languages(language)}
    return render(request, "setup/mail_texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mail.reword")
@recently("POST")
def text(request: SignedInRequest, name: str) -> HttpResponse:
    """Write the text of a kind of mail; the preview comes before anything is saved."""
    pattern, language = _pattern(name), _language(request)
    rows = list(wording.history(name, language=language))
    based_on = rows[0].number if rows else 0
    shown = _shown(request, rows) or wording.text(name, language=language)
    form = MailTextForm(
        request.POST if request.method == "POST" else None,
        pattern=pattern,
        initial={"subject": shown.subject, "body": shown.body, "based_on": based_on},
    )
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "save" and _save(request, name, form, language):
            return redirect(_back(name, language))
        shown = wording.Text(form["subject"].value(), form["body"].value())
    sound = not form.is_bound or not form.errors.keys() & {"subject", "body"}
    context: dict[str, Any] = {
        "kind": KINDS[name],
        "name": name,
        "form": form,
        "pattern": pattern,
        "rows": rows,
        "newest": rows[0] if rows else None,
        "preview": sampling.sample(name, shown, language=language) if sound else None,
        "is_new": form.is_bound,
        **_languages(language),
    }
    return render(request, "setup/mail_text.html", context)


@require_POST
@needs("mail.reword")
@recently("POST")
def restore(request: SignedInRequest, name: str, based_on: int) -> HttpResponseRedirect:
    """Let the portal's own text count again."""
    _pattern(name)
    language = _language(request)
    try:
        wording.restore(name, by=request.user, based_on=based_on, language=language)
    except wording.StaleWordingError as stale:
        messages.warning(request, _meanwhile(stale))
    else:
        messages.success(request, _("The portal’s own text counts again."))
    return redirect(_back(name, language))


def _save(request: SignedInRequest, name: str, form: MailTextForm, language: str) -> bool:
    """Whether it was saved; else the form says who was faster."""
    based_on = form.cleaned_data["based_on"]
    try:
        wording.reword(name, form.text, by=request.user, based_on=based_on, language=language)
    except wording.StaleWordingError as stale:
        number = stale.newest.number if stale.newest else 0
        form.look_again(based_on=number, words=_meanwhile(stale))
        return False
    messages.success(request, _("The text is saved. Mails that are written from now on have it."))
    return True


def _meanwhile(stale: wording.StaleWordingError) -> str:
    row = stale.newest
    if row is None:
        return _("This text was changed meanwhile. Look at it once more.")
    return _(
        "%(person)s changed this text at %(moment)s, while your page was open. Nothing of yours "
        "is saved yet. Their text stands below under “Earlier texts”. To replace it, save once "
        "more."
    ) % {"person": row.by, "moment": date_in_words(row.at, style="time")}


def _pattern(name: str) -> Any:
    try:
        return wording.pattern_of(name)
    except KeyError as unknown:
        raise Http404 from unknown


def _shown(request: SignedInRequest, rows: list[Any]) -> wording.Text | None:
    """The text of before that somebody wants to go on from, where the address names one."""
    asked = request.GET.get("from", "")
    found = [row for row in rows if str(row.number) == asked and row.subject]
    return wording.Text(found[0].subject, found[0].body) if found else None


def _language(request: SignedInRequest) -> str:
    """The language that the address asks for, where it is offered."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _languages(language: str) -> dict[str, Any]:
    """For the pages: the language that is written in, and all that are offered."""
    return {
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "languages": settings.LANGUAGES,
        "is_own": language == settings.LANGUAGE_CODE,
    }


def _back(name: str, language: str) -> str:
    query = "" if language == settings.LANGUAGE_CODE else f"?language={language}"
    return reverse("setup:mail_text", args=[name]) + query
