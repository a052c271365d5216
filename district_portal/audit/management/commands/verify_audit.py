from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district_portal import audit
from district_portal.audit.verifying import verify


class Command(BaseCommand):
    help = "Recompute the hash of every audit event, name what was altered, record the outcome."

    def handle(self, **options: Any) -> None:
        count, findings = verify()
        audit.record("audit.verified", by=None, after={"events": count, "altered": len(findings)})
        for finding in findings:
            self.stderr.write(f"Event {finding.event_id} was altered: its hash does not match.")
        if findings:
            raise CommandError(f"{len(findings)} of {count} events were altered.")
        self.stdout.write(f"{count} events, every hash matches.")
