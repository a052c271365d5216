from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_portal import audit
from district_portal.audit import keeping
from district_portal.audit.verifying import Report, verify

NAMED = 20
"""So many findings are told one by one."""


class Command(BaseCommand):
    help = (
        "Recompute every audit event, every seal and the chain of seals; name what was altered, "
        "and record the outcome. Compare with seals that were kept outside, if some are given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seal",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="a seal that was kept outside, as the mail to the auditor tells it; repeatable",
        )
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a file with such seals, one a line, as SEALS_FILE is written; repeatable",
        )

    def handle(self, **options: Any) -> None:
        kept = self._kept(options["seal"], options["head"])
        report = verify(kept=kept)
        audit.record(
            "audit.verified",
            by=None,
            after={
                "events": report.events,
                "altered": report.altered,
                "seals": report.seals,
                "broken": report.broken,
                "unsealed": report.unsealed,
                "compared": len(kept),
            },
        )
        self._tell(report, compared=len(kept))

    def _kept(self, told: list[str], files: list[Path]) -> dict[int, str]:
        lines = list(told)
        try:
            for file in files:
                lines += file.read_text(encoding="utf-8").splitlines()
            return keeping.read(lines)
        except (OSError, ValueError) as wrong:
            raise CommandError(str(wrong)) from wrong

    def _tell(self, report: Report, *, compared: int) -> None:
        for finding in report.findings[:NAMED]:
            self.stderr.write(finding.words)
        if (more := len(report.findings) - NAMED) > 0:
            self.stderr.write(f"And {more} more.")
        if report.findings:
            raise CommandError(
                f"{report.altered} of {report.events} events were altered, removed or put in "
                f"later; {report.broken} of {report.seals} seals are not what they were. "
                f"The first: {report.findings[0].words}"
            )
        self.stdout.write(
            f"{report.events} events, every hash matches. {report.seals} seals, each follows on "
            f"the one before. {report.unsealed} events are not sealed yet."
        )
        if compared:
            self.stdout.write(f"{compared} seals that were kept outside are among them.")
        elif report.seals:
            self.stdout.write(
                "Compared with no seal that was kept outside: whoever has full control of the "
                "database could have written all of it anew. Give --head or --seal."
            )
