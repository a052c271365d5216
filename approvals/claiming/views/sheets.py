"""A spreadsheet of accounts that exist: chosen, looked at, taken in."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.pacing import paced
from accounts.signed_in import SignedInRequest
from approvals.claiming import bringing
from approvals.claiming.comparing import Verdict, compare
from approvals.claiming.forms.upload import TakeInForm, UploadForm
from approvals.claiming.models import Sheet
from approvals.claiming.reading import COLUMNS, NEEDED
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs
from district_portal.ui.paging import page
from district_portal.ui.spreadsheets import csv_file

MAY = "existing.manage"
_LISTED = ngettext_lazy("%(n)s account is listed.", "%(n)s accounts are listed.", "n")
_LEFT = {
    Verdict.DOUBTFUL: ngettext_lazy(
        "%(n)s doubtful row is left out.", "%(n)s doubtful rows are left out.", "n"
    ),
    Verdict.LISTED: ngettext_lazy("%(n)s was listed before.", "%(n)s were listed before.", "n"),
    Verdict.REGISTERED: ngettext_lazy(
        "%(n)s is in the registry already.", "%(n)s are in the registry already.", "n"
    ),
}


@needs(MAY)
@paced("uploads")
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a spreadsheet; what it would do is shown before anything is listed."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        content = form.cleaned_data["sheet"]
        sheet = bringing.bring(
            form.found,
            name=form.file_name,
            content=content,
            by=request.user,
            instead_of=form.cleaned_data["instead_of"] or 0,
        )
        return redirect(sheet)
    sheets = Sheet.objects.select_related("brought_by").defer("lines", "set_aside")
    context = {
        "form": form,
        "columns": COLUMNS,
        "needed": NEEDED,
        "open_ones": sheets.filter(state=Sheet.State.WAITING)[:5],
        "taken": sheets.filter(state=Sheet.State.TAKEN)[:5],
    }
    return render(request, "claiming/upload.html", context)


@needs(MAY)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """The headings to begin with."""
    content = csv_file([str(column.label) for column in COLUMNS.values()], [])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="existing-accounts-template.csv"'
    return response


@needs(MAY)
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each line of the sheet would do; and take it in."""
    rows = Sheet.objects.select_related("brought_by", "ended_by")
    found = get_or_404(rows, request.user, MAY, pk=pk)
    if found.state != Sheet.State.WAITING:
        return _ended(found, request)
    comparison = compare(found, day=today())
    seen = {"seen": comparison.fingerprint}
    form = TakeInForm(request.POST or None, initial=seen)
    if form.is_valid():
        try:
            taken = bringing.take_in(found, by=request.user, **form.cleaned_data)
        except bringing.EndedError:
            messages.warning(request, _("Somebody else was faster: this sheet has had its turn."))
            return redirect(found)
        except bringing.ChangedError:
            messages.warning(request, _("Something has changed meanwhile. Look at it once more."))
            return redirect(found)
        messages.success(request, _told(taken))
        return redirect(taken if taken.set_aside else "claiming:list")
    only = request.GET.get("show", "")
    lines = [line for line in comparison.lines if not only or line.verdict == only]
    context = {
        "sheet": found,
        "comparison": comparison,
        "counts": [(verdict.value, comparison.count(verdict)) for verdict in Verdict],
        "rows": page(lines, request),
        "only": only,
        "form": form,
        "to_take": len(comparison.to_take(doubtful=True)),
        "again": UploadForm(initial={"instead_of": found.pk}),
    }
    return render(request, "claiming/sheet.html", context)


def _ended(sheet: Sheet, request: SignedInRequest) -> HttpResponse:
    """A sheet that has had its turn, with the rows that were not listed."""
    context = {
        "sheet": sheet,
        "counts": [(verdict.value, n) for verdict, n in _counts(sheet)],
        "rows": page(sheet.set_aside, request),
    }
    return render(request, "claiming/sheet.html", context)


def _counts(sheet: Sheet) -> list[tuple[Verdict, int]]:
    """How many of its rows were not listed, by why."""
    found = Counter(row["verdict"] for row in sheet.set_aside)
    return [(verdict, found[verdict]) for verdict in Verdict if found[verdict]]


def _told(sheet: Sheet) -> str:
    """What became of all of its rows, in a sentence each."""
    counts = [(_LISTED, sheet.added), *((_LEFT[value], n) for value, n in _counts(sheet))]
    return " ".join(str(words % {"n": n}) for words, n in counts)


@needs(MAY)
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a waiting sheet away."""
    found = get_or_404(Sheet.objects.all(), request.user, MAY, pk=pk)
    try:
        bringing.discard(found, by=request.user)
    except bringing.EndedError:
        messages.warning(request, _("Somebody else was faster: this sheet has had its turn."))
        return redirect(found)
    messages.success(request, _("The sheet is discarded; nothing of it is listed."))
    return redirect("claiming:upload")
