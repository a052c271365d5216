from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.concerns import sealing


class Command(BaseCommand):
    help = (
        "Wraps the keys of all concerns by the first key of CONCERN_KEYS, while the portal runs. "
        "Put the new key first and leave the old one behind it; take the old one away after this."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say how many keys were wrapped anew."""
        try:
            done = sealing.rotate()
        except sealing.SealedError as lost:
            raise CommandError(f"{lost}. All others are wrapped anew.") from lost
        self.stdout.write(f"{done} keys were wrapped anew; every concern uses the first key now.")
