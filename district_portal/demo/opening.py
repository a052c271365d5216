"""Open the demo district: people, policies, signatures, requests, all fictional."""

from __future__ import annotations

from django.db import connection, transaction

from accounts.models import Person
from accounts.roles import holders
from approvals import attesting
from district_portal import mailing
from district_portal.demo import (
    asking,
    changes,
    concerns,
    dressing_up,
    exemptions,
    existing,
    impostors,
    library,
    manual,
    platforms,
    programs,
    records,
    registry,
    requests,
    revising,
    signing_history,
    signins,
    speaking,
    staffing,
    ties,
)
from district_portal.district.models import District
from district_portal.district.naming import name_district
from district_portal.permissions import Role
from policies.acknowledgments import counting, following

LOCK = 4_015_530
ZONE = "America/Chicago"


class OccupiedError(Exception):
    """A real district lives in this portal already."""


@transaction.atomic
def open_district() -> bool:
    """Enter the whole demo district at once; False when it stands already.

    Raises OccupiedError where people or another district were entered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    name = library.catalogue()["district"]
    if District.objects.filter(name=name).exists():
        return False
    if District.objects.exists() or Person.objects.exists():
        raise OccupiedError
    name_district(name, time_zone=ZONE, by=None)
    dressing_up.dress_up(by=None)
    with mailing.muted():
        staffing.staff()
        administrator = holders(Role.POLICY_ADMINISTRATOR).get()
        for edition in library.editions():
            library.publish(edition, by=administrator)
        manual.rescind(by=administrator)
        manual.keep(by=administrator)
        tie_promises(by=administrator)
        signins.give_passwords()
        keep_open = {person.pk for _role, person in signins.people() if person}
        signing_history.pack(by=administrator)
        signing_history.ask_and_sign(by=administrator, keep_open=keep_open)
        signing_history.close_unsigned(by=holders(Role.HR).get(), keep_open=keep_open)
        platforms.settle()
        requests.ask()
        exemptions.ask()
        impostors.report()
        existing.find()
        registry.look_after()
        changes.ask()
        speaking.assign()
        records.keep()
        ties.disclose()
        revising.schedule(by=administrator)
        revising.discuss(by=administrator)
        staffing.some_go()
        staffing.some_change()
        staffing.some_act_for_others()
        asking.ask(by=administrator)
        concerns.report()
        programs.let_read()
        if principal := signins.principal():
            signing_history.nudge_some(by=principal)
        counting.call_roll()
        following.keep_today()
    return True


def tie_promises(*, by: Person) -> None:
    """Let each promise rest on the clause of the demo's policies that asks for it."""
    for kind, name, wording, clause in library.promises():
        attesting.ask(
            name,
            kind=kind,
            wording=wording,
            by=by,
            policy=clause.version.policy if clause else None,
            clause_key=clause.key if clause else "",
        )
