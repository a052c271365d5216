import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_portal.district.current import today
from district_portal.reports.asking import ALL, STATUSES, Question
from district_portal.reports.exporting import export_to
from district_portal.reports.on_paper import TooLongError
from district_portal.reports.writing import FORMATS
from policies.models import Policy
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError


class Command(BaseCommand):
    help = "Write who has and who has not acknowledged a policy to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--policy", required=True, metavar="CODE")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="DATE")
        parser.add_argument("--status", choices=[key for key, _ in STATUSES], default=ALL)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, **options: Any) -> None:
        policies = Policy.objects.filter(code__iexact=options["policy"])
        policy = policies.order_by("pk").first()
        if policy is None:
            raise CommandError(f"No policy has the code {options['policy']}.")
        day = options["as_of"] or today()
        if day > today():
            raise CommandError("--as-of must be today or an earlier day.")
        question = Question(as_of=day, policy=policy, status=options["status"])
        try:
            with options["output"].open("wb") as out:
                export_to(out, question, file_format=options["format"], by=None)
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error
        except (TooLongError, NotSetError, BusyError) as error:
            options["output"].unlink(missing_ok=True)
            raise CommandError(str(error) or "PDFs are being made; try again.") from error
        self.stdout.write(f"{options['output']} written, as of {day}.")
