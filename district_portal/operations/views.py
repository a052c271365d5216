from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.signed_in import SignedInRequest
from district_portal.operations import health as rules
from district_portal.operations.backup import keeping_key
from district_portal.operations.looks import backups as looks
from district_portal.operations.models import Backup
from district_portal.permissions import can, needs
from district_portal.ui.paging import page


@needs("operations.view")
def health(request: SignedInRequest) -> HttpResponse:
    """Whether the portal is well, the worst first."""
    findings = rules.findings(request.user)
    context = {"findings": findings, "worst": findings[0].state}
    return render(request, "operations/health.html", context)


@require_GET
@needs("operations.view")
def backups(request: SignedInRequest) -> HttpResponse:
    """Every backup, the newest first, and whether the key that none holds lies elsewhere."""
    context = {
        "rows": page(Backup.objects.all(), request),
        "findings": list(looks.made(timezone.now())),
        "folder": settings.BACKUP_DIR,
        "time": time_format(dt.time(settings.BACKUP_HOUR)),
        "command": f"manage.py backup {settings.BACKUP_DIR or _('FOLDER')}",
        "keep": settings.BACKUP_KEEP,
        "encrypted": bool(settings.BACKUP_RECIPIENT),
        "fingerprint": keeping_key.fingerprint(),
        "put_away": keeping_key.put_away(),
        "may_confirm": can(request.user, "operations.keep_key"),
    }
    return render(request, "operations/backups.html", context)


@require_POST
@needs("operations.keep_key")
def key_put_away(request: SignedInRequest, fingerprint: str) -> HttpResponse:
    """Say that a copy of the key lies elsewhere."""
    try:
        is_new = keeping_key.confirm(fingerprint, by=request.user)
    except ValueError:
        messages.error(request, _("The key is another one by now: look at its fingerprint again."))
    else:
        words = _("It is noted that a copy of the key lies elsewhere.")
        messages.success(request, words if is_new else _("That was noted already."))
    return redirect("operations:backups")
