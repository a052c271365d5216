"""What becomes of a file that was sent: refused beside its field, or kept and harmless."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db.models import BinaryField
from django.urls import reverse
from lxml import html
from PIL import Image

from policies.acknowledgments.models import Signature
from tests.forms.judging import is_wrong

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpResponse
    from django.test import Client

SERVED: Final[dict[str, Callable[[Any], str]]] = {
    "impostors_capture": lambda row: reverse("impostors:capture", args=[row.pk]),
    "concerns_evidence": lambda row: reverse("concerns:file", args=[row.concern.number, row.key]),
    "registry_noticecopy": lambda row: reverse("registry:notice_copy", args=[row.notice_id]),
    "district_logo": lambda row: reverse("setup:logo", args=[row.digest]),
    "acknowledgments_scan": lambda row: reverse(
        "acknowledgments:scan", args=[Signature.objects.filter(scan=row).latest("pk").pk]
    ),
}
"""Tables that keep a file for others to have, and where they have it."""
NEVER_SERVED: Final = {
    "concerns_concern": "the words of a draft, sealed",
    "concerns_concernkey": "a key, wrapped",
    "concerns_statement": "words, sealed",
    "concerns_act": "words, sealed",
    "concerns_draftfile": "checked once more, and sealed, when the concern is sent",
    "jobs_jobpiece": "read by a worker, which says of each file what is wrong with it",
    "jobs_job": "says what is done",
    "roster_run": "read, told line by line, and gone with the end of the run",
}
"""Tables with bytes that no page gives to anybody, and why they hold what was sent."""


def fate(
    client: Client, answer: HttpResponse, written: set[str], *, field: str, sent: bytes
) -> str:
    """What is wrong with how a harmful file was taken or refused in `field`; else nothing."""
    if is_wrong(answer):
        return "" if answer.status_code >= 400 or _is_told(answer, field) else "no word beside it"
    for table in sorted(written & _tables_with_bytes()):
        if table in NEVER_SERVED:
            continue
        if table not in SERVED:
            return f"kept in {table}, and nobody knows how it is served"
        if fault := _harm(client, table, sent):
            return f"kept in {table}: {fault}"
    return ""


def _is_told(answer: HttpResponse, field: str) -> bool:
    page = html.fromstring(answer.content)
    found = page.xpath("//*[@name=$field and @aria-invalid='true']", field=field)
    words = " ".join(one.get("aria-describedby", "") for one in found).split()
    return any(page.xpath("//*[@id=$word and normalize-space()]", word=word) for word in words)


def _tables_with_bytes() -> set[str]:
    return {
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(one, BinaryField) for one in model._meta.fields)
    }


def _harm(client: Client, table: str, sent: bytes) -> str:
    """What harm the newest file of a table can do in the browser of somebody who gets it."""
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    kept = client.get(SERVED[table](model._default_manager.latest("pk")))
    if kept.status_code in (403, 404):
        return ""
    if kept.headers.get("X-Content-Type-Options") != "nosniff":
        return "served without nosniff"
    if kept.headers.get("Content-Disposition", "").startswith("attachment"):
        return ""
    if kept.content == sent:
        return "shown as it was sent"
    with Image.open(io.BytesIO(kept.content)) as picture:
        picture.verify()
        return "" if kept.headers["Content-Type"] == Image.MIME[picture.format] else "another kind"
