from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from district_portal.operations.doctoring import diagnoses
from district_portal.operations.health import State

SIGNS: Final = {State.WRONG: "WRONG", State.WATCH: "WATCH", State.WELL: "well"}


class Command(BaseCommand):
    help = "Say what is wrong with the portal and how to mend it. Changes nothing."

    def handle(self, **options: Any) -> None:
        found = diagnoses()
        for diagnosis in found:
            sign = f"{SIGNS[diagnosis.state]:<5}"
            self.stdout.write(f"{sign}  {diagnosis.part}: {diagnosis.words}")
            if diagnosis.mend:
                self.stdout.write(f"       To mend it: {diagnosis.mend}")
        wrong = sum(diagnosis.state == State.WRONG for diagnosis in found)
        if wrong:
            raise CommandError(f"{wrong} of {len(found)} are wrong.")
