from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from district_portal.operations.health import State, findings

SIGNS: Final = {State.WRONG: "WRONG", State.WATCH: "WATCH", State.WELL: "well"}


class Command(BaseCommand):
    help = "Say what is wrong with the portal and how to mend it. Changes nothing."

    def handle(self, **options: Any) -> None:
        found = findings(thorough=True)
        for finding in found:
            sign = f"{SIGNS[finding.state]:<5}"
            self.stdout.write(f"{sign}  {finding.part}: {finding.words}")
            if finding.mend:
                self.stdout.write(f"       To mend it: {finding.mend}")
        wrong = sum(finding.state == State.WRONG for finding in found)
        if wrong:
            raise CommandError(f"{wrong} of {len(found)} are wrong.")
