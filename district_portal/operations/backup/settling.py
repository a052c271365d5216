"""What is left to do in a district that was put back: its tables, its list, its mail."""

from __future__ import annotations

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.operations.backup import folder
from district_portal.operations.backup.restoring import Looked
from district_portal.operations.models import Backup

_WAITING = (Message.State.QUEUED, Message.State.DOUBTFUL, Message.State.SENDING)


def settle(looked: Looked) -> int:
    """Bring the tables up to date, give every role its rights, and note what was put back.

    Answers how many mails wait: they go out once the portal runs, though some may have gone out
    after the backup was made.
    """
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        close_own_run(looked.manifest, place=str(looked.place))
        audit.record(
            "backups.restored",
            by=None,
            after={"made_at": looked.manifest.made_at, "version": looked.manifest.version},
        )
    return Message.objects.filter(state__in=_WAITING).count()


def close_own_run(manifest: folder.Manifest, *, place: str) -> None:
    """Note that the backup became whole: its own row lies in it as one that is being made."""
    Backup.objects.filter(pk=manifest.run, ended_at=None).update(
        ended_at=timezone.now(), size=manifest.size, place=place
    )
