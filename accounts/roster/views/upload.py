from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.pacing import paced
from accounts.roster import bringing, jobs, matching
from accounts.roster.forms.columns import ColumnsForm
from accounts.roster.forms.upload import UploadForm
from accounts.roster.models import Run
from accounts.roster.reading.columns import COLUMNS, NEEDED
from accounts.roster.reading.synonyms import is_first_day
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs

OPEN = (Run.State.READING, Run.State.WAITING)


@needs("roster.import")
@paced("uploads")
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a sheet; what it would do is shown before anything is written."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = bringing.File(form.file_name, form.cleaned_data["sheet"])
        run = bringing.bring(
            [file],
            source=Run.Source.UPLOAD,
            by=request.user,
            kind=Run.Kind.ONEROSTER if form.is_oneroster else Run.Kind.SHEET,
            whole=not form.is_oneroster,
        )
        if not form.is_oneroster and not matching.is_settled(form.matches):
            return redirect("roster:columns", pk=run.pk)
        jobs.look(run, by=request.user, matching=matching.recall())
        return redirect(run)
    context = {"form": form, "columns": COLUMNS, "needed": NEEDED}
    return render(request, "roster/upload.html", context)


@needs("roster.import")
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what each heading of a sheet means; remembered for the next one."""
    runs = Run.objects.filter(kind=Run.Kind.SHEET, state__in=OPEN).exclude(content=None)
    run = get_or_404(runs.select_related("job"), request.user, "roster.import", pk=pk)
    if run.is_busy:
        return redirect(run)
    matches = matching.look_at(bytes(run.content or b""))
    form = ColumnsForm(matches, request.POST if request.method == "POST" else None)
    if form.is_valid():
        matching.remember(form.chosen, by=request.user)
        jobs.look(run, by=request.user, matching=form.chosen)
        messages.success(request, _("The columns are remembered for the next sheet."))
        return redirect(run)
    doubtful = sum(not match.suggestion.is_certain for match in matches)
    context = {
        "form": form,
        "run": run,
        "doubtful": doubtful,
        "first_days": [match.heading for match in matches if is_first_day(match.heading)],
        "columns": COLUMNS,
    }
    return render(request, "roster/columns.html", context)
