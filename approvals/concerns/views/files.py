"""The files of a concern: the original to download, the copy of a picture to look at."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from accounts.signed_in import SignedInRequest
from approvals.concerns import filing, sealing, watching
from approvals.concerns.models import Concern, Evidence, SealedFile
from approvals.concerns.views.handling import SEE, seen
from district_portal.permissions import needs

_ALONE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


@require_GET
@needs(SEE)
@sensitive_variables()
def file(request: SignedInRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """The original as it came in, to download and never to show."""
    concern, evidence = _evidence(request, number, key)
    try:
        content = filing.original(concern, evidence)
    except sealing.SealedError as unopened:
        raise Http404 from unopened
    watching.look_at_file(evidence, by=request.user)
    name = (
        f"{concern.number}-{str(evidence.key)[:8]}.{filing.ENDINGS[SealedFile.Kind(evidence.kind)]}"
    )
    told = {"Content-Disposition": f'attachment; filename="{name}"', **_ALONE}
    return HttpResponse(content, content_type=evidence.kind, headers=told)


@require_GET
@needs(SEE)
@sensitive_variables()
def picture(request: SignedInRequest, number: str, key: uuid.UUID) -> HttpResponse:
    """The copy of a picture, drawn anew, without where and with what it was taken."""
    concern, evidence = _evidence(request, number, key)
    try:
        content = filing.picture(concern, evidence)
    except sealing.SealedError as unopened:
        raise Http404 from unopened
    if content is None:
        raise Http404
    watching.look_at_file(evidence, by=request.user)
    return HttpResponse(content, content_type=evidence.kind, headers=_ALONE)


def _evidence(request: SignedInRequest, number: str, key: uuid.UUID) -> tuple[Concern, Evidence]:
    """A file for those who deal with the concern, or for its reporter who added it; else 404."""
    concern = seen(request, number)
    rows = concern.evidence.select_related("concern__key")
    if not concern.is_handled:  # type: ignore[attr-defined]
        rows = rows.filter(added_by=request.user)
    evidence = rows.filter(key=key).first()
    if evidence is None:
        raise Http404
    return concern, evidence
