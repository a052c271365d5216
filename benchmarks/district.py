"""What is asked all day, where 140,000 people must sign 60 policies: before and after a week.

Run it by `python -m benchmarks.district [people [policies]]`: one JSON object a line, values in
milliseconds that pass between a query and its answer.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.filling import hire
from benchmarks.ground import ground, loading, vacuum

PEOPLE, POLICIES, SCHOOLS = 140_000, 60, 1_400
ROUNDS = 5
WEEK = 0.7
"""How many sign within a week: most, but not all."""
BELOW_MS = {
    "what I must sign": 5,
    "who has not signed one policy, a page": 50,
    "who has not signed, all policies, a page": 50,
    "how many have signed one policy": 50,
    "all requirements with their numbers": 50,
    "how many have signed each policy": 50,
    "a principal's people, a page": 50,
}


def figures(people: int = PEOPLE, policies: int = POLICIES) -> Iterator[dict[str, Any]]:
    """Yield milliseconds in the database for each question, on the first day and a week later."""
    with ground():
        open_a_district(people, policies)
        yield from _asked("on the first day")
        sign(WEEK)
        vacuum()
        yield from _asked("after a week")


def open_a_district(people: int, policies: int, schools: int = SCHOOLS) -> None:
    """Hire that many people and ask them to sign so many policies, three weeks ago."""
    from policies.acknowledgments import counting, requiring
    from tests.factories.policies import published

    hire(people, schools=schools)
    vacuum()
    at = _first_day()
    counting.call_roll(at=at)
    for number in range(policies):
        version = published(f"{500 + number}", f"Policy {number}", at=at)
        requiring.require(version.policy, by=None, everyone=True, due_days=15, at=at)
    vacuum()
    counting.call_roll()


def _first_day() -> dt.datetime:
    from django.utils import timezone

    return timezone.now() - dt.timedelta(days=20)


def a_week_later(people: int, policies: int, schools: int = SCHOOLS) -> None:
    """The district in which a week is over, by its rows: nobody is hired or asked on the way.

    Counted anew from the rows, as the portal does where it finds a difference.
    """
    from policies.acknowledgments import counting, following, requiring
    from policies.acknowledgments.models import Requirement
    from tests.factories.policies import published

    at = _first_day()
    for number in range(policies):
        version = published(f"{500 + number}", f"Policy {number}", at=at)
        requiring.require(version.policy, by=None, everyone=True, due_days=15, at=at)
    hire(people, schools=schools)
    vacuum()
    counting.call_roll()
    with loading() as rows:
        rows.execute("SELECT setseed(0.5)")
        for requirement in Requirement.objects.order_by("pk"):
            version = requirement.policy.versions.get()
            asked = {"requirement": requirement.pk, "version": version.pk, "at": at, "share": WEEK}
            rows.execute(ASKED, asked)
    vacuum()
    counting.recount()
    counting.fold()
    following.keep()
    vacuum()


ASKED = """
WITH signed AS (
    INSERT INTO acknowledgments_signature
        (person_id, version_id, school_year, signed_at, version_sha256, statement, typed_name,
         name_matches, method, browser)
    SELECT id, %(version)s, '2026-27', %(at)s + random() * interval '7 days', repeat('0', 64),
           'I have read it.', 'Given Family', true, 'browser', 'A browser'
    FROM accounts_person WHERE random() < %(share)s ORDER BY random()
    RETURNING id, person_id, signed_at
)
INSERT INTO acknowledgments_assignment
    (requirement_id, person_id, version_id, cycle, opened_at, assigned_on, due_on, ended_at,
     ended_why, signature_id)
SELECT %(requirement)s, person.id, %(version)s, 'once', %(at)s, %(at)s::date, %(at)s::date + 15,
       signed.signed_at, CASE WHEN signed.id IS NULL THEN '' ELSE 'signed' END, signed.id
FROM accounts_person person
LEFT JOIN signed ON signed.person_id = person.id
JOIN acknowledgments_onroll roll ON roll.person_id = person.id
ORDER BY roll.places, person.id
"""


def sign(share: float) -> None:
    """Let that share of what is open be signed within a week, policy by policy, by its rows."""
    from django.db import connection

    from policies.acknowledgments import counting
    from policies.models import Version

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for version in Version.objects.values_list("pk", flat=True):
            cursor.execute(SIGN, {"share": share, "version": version})
    counting.fold()


SIGN = """
WITH waiting AS (
    SELECT a.id, a.person_id, a.version_id, a.opened_at + random() * interval '7 days' AS at
    FROM acknowledgments_assignment a
    WHERE a.version_id = %(version)s AND a.ended_at IS NULL AND random() < %(share)s
    ORDER BY random()
), signed AS (
    INSERT INTO acknowledgments_signature
        (person_id, version_id, school_year, signed_at, version_sha256, statement, typed_name,
         name_matches, method, browser)
    SELECT person_id, version_id, '2026-27', at, repeat('0', 64), 'I have read it.', 'Given Family',
           true, 'browser', 'A browser'
    FROM waiting RETURNING id, person_id, version_id, signed_at
)
UPDATE acknowledgments_assignment a
SET ended_at = signed.signed_at, ended_why = 'signed', signature_id = signed.id
FROM waiting JOIN signed USING (person_id, version_id)
WHERE a.id = waiting.id
"""


def _asked(when: str) -> Iterator[dict[str, Any]]:
    for name, ask in questions().items():
        took = 1000 * min(in_the_database(ask) for _round in range(ROUNDS))
        yield {
            "benchmark": "district",
            "figure": f"{name}, {when}, ms of SQL",
            "value": round(took, 2),
            "floor": "target",
            "floor_value": BELOW_MS[name],
            "ratio": round(took / BELOW_MS[name], 3),
        }


def questions() -> dict[str, Callable[[], object]]:
    """What is asked, by its name in BELOW_MS."""
    from accounts.models import Person
    from district_portal.district.current import today
    from district_portal.reports import completion
    from policies.acknowledgments import overseeing, reading
    from policies.models import Policy

    principal, anybody = Person.objects.order_by("pk").first(), Person.objects.order_by("pk").last()
    one = completion.Question(as_of=today(), policy=Policy.objects.first())
    unsigned = completion.Question(as_of=today(), policy=one.policy, status=completion.OPEN)
    every = completion.Question(as_of=today())
    open_ones = completion.Question(as_of=today(), status=completion.OPEN)
    by_name = ("person__sort_name", "pk")
    return {
        "what I must sign": lambda: list(reading.to_sign(anybody)),
        "who has not signed one policy, a page": lambda: list(
            completion.of_ids(completion.ids(unsigned, *by_name)[:50], unsigned, *by_name)
        ),
        "who has not signed, all policies, a page": lambda: list(
            completion.of_ids(completion.ids(open_ones, *by_name)[:50], open_ones, *by_name)
        ),
        "how many have signed one policy": lambda: completion.finding(one),
        "how many have signed each policy": lambda: completion.finding(every),
        "all requirements with their numbers": lambda: list(
            reading.with_counts(reading.live())[:25]
        ),
        "a principal's people, a page": lambda: overseeing.lines(overseeing.people(principal)[:50]),
    }


def in_the_database(ask: Callable[[], object]) -> float:
    """Seconds that `ask` waits for the database."""
    from time import perf_counter

    from django.db import connection

    spent = 0.0

    def timed(execute: Callable[..., object], *query: Any) -> object:
        nonlocal spent
        start = perf_counter()
        try:
            return execute(*query)
        finally:
            spent += perf_counter() - start

    with connection.execute_wrapper(timed):
        ask()
    return spent


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
