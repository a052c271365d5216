"""Record signed sheets, one or many, and see the scan of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies.acknowledgments.forms.paper import CodesForm, RecordListForm, RecordSheetForm
from policies.acknowledgments.models import Signature
from policies.acknowledgments.paper import looking_up, marking, recording
from policies.acknowledgments.paper.printing import MAY


@needs(MAY)
@paced("uploads")
@recently("GET", "POST")
def one(request: SignedInRequest, code: str) -> HttpResponse:
    """Whose sheet it is, and under what; its day and its scan; then it is recorded for good."""
    lines = looking_up.look_up([code], by=request.user)
    if not lines or not lines[0].is_ready or lines[0].asked is None:
        if lines and lines[0].asked and lines[0].asked.signature_id and request.method == "POST":
            messages.info(request, lines[0].words)
            return redirect("acknowledgments:receipt", lines[0].asked.signature_id)
        return redirect(reverse("acknowledgments:paper") + "?" + urlencode({"code": code}))
    asked = lines[0].asked
    form = RecordSheetForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            made = recording.record([code], by=request.user, **form.cleaned_data)
        except recording.NothingReadyError:
            return redirect("acknowledgments:record_sheet", code)
        except recording.DayError as early:
            form.too_early(early.lines)
        else:
            words = _("It is recorded as %(receipt)s. %(person)s is told by mail.")
            told = {"receipt": made[0].receipt, "person": asked.person}
            messages.success(request, words % told)
            return redirect("acknowledgments:receipt", made[0].pk)
    context = {
        "asked": asked,
        "sheet": lines[0].sheet,
        "form": form,
        "first_day": lines[0].first_day,
        "before": marking.of_sheet(lines[0].sheet),
    }
    return render(request, "acknowledgments/record_sheet.html", context)


@needs(MAY)
@paced("uploads")
@recently("GET", "POST")
def many(request: SignedInRequest) -> HttpResponse:
    """Codes, then what would become of each, then the day and the scan of the list."""
    is_last = "signed_on" in request.POST
    codes = CodesForm(request.POST or None)
    if not codes.is_bound or not codes.is_valid() or "change" in request.POST:
        return render(request, "acknowledgments/record_codes.html", {"form": codes})
    typed = codes.cleaned_data["codes"]
    form = RecordListForm(
        request.POST if is_last else None,
        request.FILES or None if is_last else None,
        initial={"codes": "\n".join(typed)},
    )
    if is_last and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("signed_on", "scan")}
        try:
            made = recording.record(typed, by=request.user, is_list=True, **said)
        except recording.NothingReadyError:
            messages.info(request, _("None of them is left to record. Nothing was done."))
        except recording.DayError as early:
            form.too_early(early.lines)
        else:
            messages.success(request, _counted(len(made)))
            return redirect("acknowledgments:paper")
    lines = looking_up.look_up(typed, by=request.user)
    context = {"form": form, "lines": lines, "ready": sum(line.is_ready for line in lines)}
    return render(request, "acknowledgments/record_list.html", context)


@require_GET
@never_cache
@needs("acknowledgments.scan")
def scan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The scan of a signature on paper, as it came in, for download."""
    signatures = Signature.objects.filter(scan__isnull=False).select_related("scan")
    signature = get_or_404(signatures, request.user, "acknowledgments.scan", pk=pk)
    kept = signature.scan
    name = f"{signature.receipt}.{kept.suffix}" if kept else ""
    return HttpResponse(
        bytes(kept.content) if kept else b"",
        content_type=kept.kind if kept else "",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _counted(number: int) -> str:
    words = ngettext(
        "%(number)d signature is recorded. The person is told by mail.",
        "%(number)d signatures are recorded. Each person is told by mail.",
        number,
    )
    return words % {"number": number}
