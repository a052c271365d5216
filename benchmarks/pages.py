"""Every page that lists something, and what is opened most, where 140,000 people sign 60 policies.

Run it by `python -m benchmarks.pages [people [policies [accounts]]]`: one JSON object a line, the
slowest page first; p50 in milliseconds of a whole answer, by Django's test client, and how many
statements it took. Who looks holds every role. The floor is a page of 50 rows, for the same person.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from benchmarks import audit_search, district, registry
from benchmarks.floors import p50, with_floors
from benchmarks.ground import ground, loading, vacuum, valkey

PEOPLE, POLICIES, SCHOOLS = district.PEOPLE, district.POLICIES, district.SCHOOLS
TIMES: Final = 20
TARGET, STATEMENTS = 2.0, 12
_MAILS: Final = """
INSERT INTO mailing_message
    (key, person_id, address, name, subject, text, html, calendar, language, secret, bulk,
     in_doubt, state, queued_at, due_at, sent_at, lease, in_data, attempts, repeats, answer,
     message_id)
SELECT 'mail ' || id, id, email, 'digest', 'Two policies to sign by Friday', 'Sign them.', '', '',
       'en', false, true, 'repeat', 'sent', now() - interval '1 day', now() - interval '1 day',
       now() - interval '1 day', '', false, 1, 0, '250 OK', 'mail.' || id || '@marlow.example'
FROM accounts_person
"""


def figures(
    people: int = PEOPLE, policies: int = POLICIES, accounts: int = registry.ACCOUNTS
) -> Iterator[dict[str, Any]]:
    """Yield p50 of each page beside its floor, the slowest first."""
    with valkey(), ground():
        from django.test import Client
        from django.test.utils import override_settings

        reader = _open_a_district(people, policies, accounts)
        client = Client()
        client.force_login(reader)
        with override_settings(ROOT_URLCONF=with_floors(), ALLOWED_HOSTS=["*"]):
            found = [_measured(client, address) for address in [*_lists(client), *_details()]]
        yield from sorted(found, key=lambda figure: -figure["ratio"])


def _open_a_district(people: int, policies: int, accounts: int) -> Any:
    """The district after a week, with accounts, requests, mails and a trail of ten years."""
    from accounts import roles
    from accounts.models import Person, Place
    from district_portal.permissions import Role
    from tests.cast import set_up

    set_up(time_zone="America/Chicago")
    district.a_week_later(people, policies, SCHOOLS)
    hired = list(Person.objects.order_by("pk"))
    school = Place.objects.filter(kind=Place.Kind.SCHOOL).order_by("pk")[0]
    registry.fill(hired[:5_000], accounts, accounts // 10)
    audit_search.fill(5 * people, people=hired, school=school.pk, schools=SCHOOLS)
    with loading() as rows:
        rows.execute(_MAILS)
    for role in set(Role) - {Role.EMPLOYEE, Role.SUPERVISOR}:
        roles.appoint(hired[0], role=role, by=None)
    vacuum()
    return hired[0]


def _lists(client: Any) -> list[str]:
    """Each address without a number in it that answers with a page of the portal."""
    from django.urls import get_resolver, reverse

    found = set()
    for name, patterns in get_resolver().namespace_dict.items():
        for key in patterns[1].reverse_dict:
            if isinstance(key, str) and not patterns[1].reverse_dict.getlist(key)[0][0][0][1]:
                found.add(reverse(f"{name}:{key}"))
    answers = {address: client.get(address) for address in sorted(found)}
    return [
        address
        for address, answer in answers.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    ]


def _details() -> list[str]:
    """What is opened most, each of the newest of its kind."""
    from django.urls import reverse

    from accounts.models import Person, Place
    from approvals.registry.models import Account
    from district_portal.mailing.models import Message
    from policies.acknowledgments.models import Assignment, Requirement, Signature
    from policies.models import Version

    first = Person.objects.order_by("pk")[0]
    version = Version.objects.latest("pk")
    slug = version.policy.slug
    mine = Assignment.objects.open().filter(person=first).latest("pk")
    return [
        reverse("policies:policy", args=[slug]),
        reverse("policies:version", args=[slug, version.number]),
        reverse("people:person", args=[Person.objects.latest("pk").pk]),
        reverse("people:place", args=[Place.objects.latest("pk").pk]),
        reverse("acknowledgments:sign", args=[mine.pk]),
        reverse("acknowledgments:receipt", args=[Signature.objects.latest("pk").pk]),
        reverse("acknowledgments:change", args=[Requirement.objects.latest("pk").pk]),
        reverse("registry:account", args=[Account.objects.latest("pk").pk]),
        reverse("mailing:message", args=[Message.objects.latest("pk").pk]),
    ]


def _measured(client: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = sum("SAVEPOINT" not in query["sql"] for query in queries)
    ours, bare = p50(client, address, "/floor/fifty/", times=TIMES)
    return {
        "benchmark": "pages",
        "figure": f"{address}, p50, ms",
        "value": round(ours, 2),
        "floor": "a page of 50 rows",
        "floor_value": round(bare, 2),
        "ratio": round(ours / bare, 3),
        "target": TARGET,
        "statements": asked,
        "most_statements": STATEMENTS,
    }


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
