"""The form on which a concern is reported, and what became of its draft meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from accounts.signed_in import SignedInRequest
from approvals.concerns import filing, reading, reporting, wording
from approvals.concerns.forms.reporting import ReportForm
from approvals.concerns.models import Concern
from approvals.concerns.packs import keeping
from district_portal.district import current


@sensitive_variables()
def page(
    request: SignedInRequest,
    form: ReportForm,
    *,
    draft: Concern | None,
    seen: str | None = None,
    **more: Any,
) -> HttpResponse:
    """The form; it counts as one that shows the draft as `seen`, else as it did before.

    Where another window was faster, `more` says so (newer, sent, is_gone), and the form shows the
    draft as it is by now, or is a new one; and so it does where the key is missing (is_sealed).
    """
    case = form.case
    form.fields["what"].required = True  # for who sends it
    is_over = _is_over(more)
    shown = (form["seen"].value() or "") if seen is None else seen
    if draft and "newer" in more:
        shown = reporting.mark(draft)
    files = filing.listed(draft, draft.draft_files.all()) if draft else []
    context = {
        "form": form,
        "action": address(form.kind, draft),
        "kind": form.kind,
        "words": wording.WORDS[form.kind],
        "by_law": keeping.reporters() if wording.WORDS[form.kind].own_duty else "",
        "draft": draft,
        "once": uuid.uuid4() if is_over else form["once"].value(),
        "seen": "" if is_over else shown,
        "seen_whole": reporting.mark_with_files(shown, [file.key for file in files]),
        "files": files,
        "files_again": bool(form.is_bound and request.FILES and seen is None),
        "who": reading.expected(case) if case else None,
        "about": case.about if case else None,
        **reading.hours(form.kind),
        "names_days": current.current().concern_names_days,
        **more,
    }
    return render(request, "concerns/report.html", context, status=_status(more))


def _is_over(more: Mapping[str, Any]) -> bool:
    return bool(more.get("sent") or more.get("is_gone"))


def _status(more: Mapping[str, Any]) -> HTTPStatus:
    if "is_sealed" in more:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.CONFLICT if _is_over(more) or "newer" in more else HTTPStatus.OK


def address(kind: str, draft: Concern | None) -> str:
    """Where the form goes; it says the kind for the case that the draft is gone by then."""
    if draft is None:
        return reverse("concerns:new", args=[kind])
    return f"{reverse('concerns:draft', args=[draft.once])}?kind={kind}"
