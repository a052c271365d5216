"""How long pages take with 50,000 accounts and 5,000 open requests, beside a bare view.

Run it by `python -m benchmarks.registry [accounts [requests]]`: one JSON object a line, p50 in
milliseconds of a whole answer, by Django's test client. The floor of what everyone asks is a view
with one query by an index; of a page it is a page of 50 rows, in the table that all pages have,
for who is signed in.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.filling import hire
from benchmarks.floors import p50, with_floors
from benchmarks.ground import ground, vacuum, valkey

ACCOUNTS, REQUESTS = 50_000, 5_000
TARGETS = {"check": 1.5, "page": 2.0}


def figures(accounts: int = ACCOUNTS, requests: int = REQUESTS) -> Iterator[dict[str, Any]]:
    """Yield p50 of each page beside its floor."""
    with valkey(), ground():
        from django.test import Client
        from django.test.utils import override_settings

        from approvals.registry.views import public

        public.LIMITS.update(dict.fromkeys(public.LIMITS, 10**9))
        administrator = _open_a_district(accounts, requests)
        guest, signed_in = Client(), Client()
        signed_in.force_login(administrator)
        with override_settings(ROOT_URLCONF=with_floors(), ALLOWED_HOSTS=["*"]):
            bare, listed = "/floor/one/?key=instagram.com/account7", "/floor/fifty/"
            for name, address in ASKED.items():
                yield _figure("check", name, *p50(guest, address, bare))
            for name, address in PAGES.items():
                yield _figure("page", name, *p50(signed_in, address, listed))


ASKED = {
    "is it ours, asked again": "/check/answer.json?address=instagram.com/account7",
    "is it ours, unknown, asked again": "/check/answer.json?address=@nobody",
    "is it ours, asked first": "/check/answer.json?address=instagram.com/account{}",
    "is it ours, unknown, asked first": "/check/answer.json?address=@nobody{}",
}
"""Each time another one where a number is to be filled in."""
PAGES = {
    "is it ours, the page": "/check/?address=@account7",
    "our accounts, the first page": "/check/accounts/",
    "our accounts, by a word": "/check/accounts/?words=account499",
    "registry": "/registry/",
    "registry, by place": "/registry/?sort=place",
    "registry, by a word": "/registry/?words=account499",
    "queue of who decides": "/queue/",
    "all requests": "/requests/?whose=all",
}


def _open_a_district(accounts: int, requests: int) -> Any:
    from accounts import roles
    from district_portal.permissions import Role
    from tests.cast import set_up

    set_up(time_zone="America/Chicago")
    people = hire(accounts // 10, schools=accounts // 500)
    roles.appoint(people[0], role=Role.DISTRICT_ADMINISTRATOR, by=None)
    fill(people, accounts, requests)
    vacuum()
    return people[0]


def fill(people: list[Any], accounts: int, requests: int) -> None:
    """Enter accounts of theirs, all in use, and requests that wait for the first of them."""
    from django.utils import timezone

    from accounts.models import Place
    from approvals.lookalikes import look
    from approvals.models import Platform, Request, Seat, Step, Submission
    from approvals.registry.models import Account

    administrator, at = people[0], timezone.now()
    platform = Platform.objects.get(slug="instagram")
    places = list(Place.objects.filter(kind=Place.Kind.SCHOOL))

    def asked(number: int, state: str) -> Request:
        about = f"instagram.com/account{number}"
        return Request(
            number=f"2026-{number}",
            kind="account",
            title=f"Instagram account for Account {number}",
            about=about,
            looks=look(about),
            creates="account",
            requester=people[number % len(people)],
            place=places[number % len(places)],
            state=state,
            sent_at=at,
            closed_at=at if state == "approved" else None,
        )

    done = Request.objects.bulk_create([asked(n, "approved") for n in range(accounts)], 5000)
    Account.objects.bulk_create(
        [
            Account(
                request=request,
                platform=platform,
                name=f"Account {number}",
                handle=f"account{number}",
                address=f"https://www.{request.about}",
                address_key=request.about,
                looks=request.looks,
                purpose="Dates and news for families.",
                owner_id=request.requester_id,
                district_address="office@marlow.example",
                place_id=request.place_id,
                audience="Parents and guardians",
                comments="closed",
                writes_to_students=False,
                state="active",
                approved_at=at,
                active_from=at,
            )
            for number, request in enumerate(done)
        ],
        5000,
    )
    waiting = Request.objects.bulk_create(
        [asked(accounts + n, "open") for n in range(requests)], 5000
    )
    sent = Submission.objects.bulk_create(
        [
            Submission(
                request=row, number=1, answers={}, words=[], sent_at=at, sent_by=administrator
            )
            for row in waiting
        ],
        5000,
    )
    steps = Step.objects.bulk_create(
        [
            Step(
                submission=row,
                order=1,
                approvers=["supervisor"],
                state="open",
                opened_at=at - dt.timedelta(minutes=number),
            )
            for number, row in enumerate(sent)
        ],
        5000,
    )
    Seat.objects.bulk_create(
        [
            Seat(step=row, person=administrator, approvers=["supervisor"], seated_at=at)
            for row in steps
        ],
        5000,
    )


def _figure(kind: str, name: str, value: float, floor: float) -> dict[str, Any]:
    return {
        "benchmark": "registry",
        "figure": f"{name}, p50, ms",
        "value": round(value, 2),
        "floor": "a view with one query" if kind == "check" else "a page of 50 rows",
        "floor_value": round(floor, 2),
        "ratio": round(value / floor, 3),
        "target": TARGETS[kind],
    }


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
