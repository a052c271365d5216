"""What each resource tells, of whom, and to whose token; written by hand, apart from the rules."""

from __future__ import annotations

import datetime as dt
from typing import get_args
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from district_portal.api.parameters import PAGING
from district_portal.api.resources.acknowledgments import AssignmentsAsked
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.reports.asking import STATUSES
from district_portal.reports.forms import QuestionForm
from policies.acknowledgments import closing
from policies.publication.rescinding import rescind
from tests.cast import person, post
from tests.district_portal.api.reading import pages, rows
from tests.factories import approvals as requests
from tests.factories import exemptions, relationships
from tests.factories.acknowledgments import required, signed
from tests.factories.api import bearer
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@standing
def nora(cast):
    """In HR for Northside alone."""
    somebody = person("Nora Ward", 40)
    post(somebody, cast.district, "Clerk", cast.ada)
    roles.appoint(somebody, role=Role.HR, by=cast.ada, place=cast.northside)
    return somebody


def names(found, cast, nora):
    people = {who.pk: name for name, who in {**cast.people(), "nora": nora}.items()}
    return {people[row.get("person_id", row.get("id"))] for row in found}


class TestPolicies:
    def test_all_versions_and_clauses_of_what_one_may_read(self, cast, client):
        first = published("529", "Social Media")
        published("540", "Phones", effective_on=today() + dt.timedelta(days=30))
        rescind(published("560", "Pagers").policy, on=today(), reason="Gone.", by=cast.polly)
        for who, codes in ((cast.hana, {"529", "560"}), (cast.polly, {"529", "540", "560"})):
            headers = bearer(who, "policies")
            found = rows(client, "policies", headers, limit=1)
            assert {row["code"] for row in found} == codes
            inside = rows(client, "policies", headers, state="in_force")
            assert [row["code"] for row in inside] == ["529"]
        headers = bearer(cast.hana, "policies")
        one = client.get(reverse("api:policy", args=["529"]), headers=headers).json()
        assert one == next(row for row in found if row["code"] == "529")
        assert (one["version"], one["in_force_from"]) == (1, today().isoformat())
        assert one["address"].endswith("/policies/529/")
        [told] = rows(client, "versions", headers, "529")
        assert (told["number"], told["sha256"]) == (1, first.sha256)
        clauses = rows(client, "clauses", headers, "529", 1, limit=1)
        kept = first.clauses.order_by("order")
        assert [(row["key"], row["text"]) for row in clauses] == [(c.key, c.text) for c in kept]
        for name, arguments in (
            ("policy", ["540"]),
            ("versions", ["540"]),
            ("clauses", ["540", 1]),
            ("clauses", ["529", 2]),
            ("policy", ["nothing"]),
        ):
            answer = client.get(reverse(f"api:{name}", args=arguments), headers=headers)
            assert answer.status_code == 404


class TestPeople:
    def test_those_on_the_roster_with_their_posting(self, cast, client):
        found = {row["given_name"]: row for row in rows(client, "people", bearer(cast.hana))}
        assert found["Lou"] == {
            "id": cast.lou.pk,
            "number": cast.lou.number,
            "given_name": "Lou",
            "family_name": "Berg",
            "preferred_name": "",
            "kind": "employee",
            "place": str(cast.northside),
            "position": "Teacher",
            "status": "here",
            "email": "lou@marlow.example",
        }
        assert found["Mia"]["status"] == "on_leave"
        assert "Lena" not in found

    @pytest.mark.parametrize("status", ["left", "to_come"])
    @pytest.mark.parametrize("asked", ["place", "kind"])
    def test_who_is_not_here_has_no_place_or_kind_to_be_found_by(self, cast, client, status, asked):
        where = {"place": cast.northside.pk, "kind": "volunteer"}[asked]
        question = {"status": status, asked: where}
        answer = client.get(reverse("api:people"), question, headers=bearer(cast.hana))
        assert answer.status_code == 400
        assert [fault["parameter"] for fault in answer.json()["errors"]] == ["status"]

    def test_by_status_place_and_kind(self, cast, client):
        headers = bearer(cast.hana)

        def given(**asked):
            return {row["given_name"] for row in rows(client, "people", headers, limit=2, **asked)}

        assert given(status="left") == {"Lena"}
        assert given(status="on_leave") == {"Mia"}
        assert given(place=cast.northside.pk) == {"Pat", "Lou", "Mia", "Val"}
        assert given(kind="volunteer") == {"Val"}

    def test_no_other_building_and_no_hidden_address(self, cast, nora, client):
        found = rows(client, "people", bearer(nora), limit=3)
        assert names(found, cast, nora) == {"pat", "lou", "mia", "val"}
        assert all(row["email"] for row in found)


class TestRequestsAndAccounts:
    @pytest.fixture
    def sent(self, cast):
        requests.enter_presets()
        version = published("529", "Social Media")
        deciders = [cast.pat, cast.ada]
        account = requests.registered(
            cast.lou, deciders=deciders, manager=cast.val, place=cast.northside
        )
        draft = requests.draft(
            cast.hana, manager=cast.val, place=cast.northside, handle="@Mine", name="Mine"
        )
        exempted = exemptions.granted(
            cast.lou,
            deciders=[cast.ada, cast.tom],
            of=version.clauses.first(),
            place=cast.northside,
        )
        tie = relationships.noted(cast.lou, decider=cast.pat)
        return {"account": account, "draft": draft, "exempted": exempted, "tie": tie}

    def test_requests_are_those_that_one_may_see(self, cast, nora, client, sent):
        account, exempted = sent["account"].request.number, sent["exempted"].request.number
        for who, numbers in (
            (cast.ada, {account, exempted}),
            (cast.tom, {exempted}),
            (cast.hana, set()),
            (cast.polly, set()),
            (nora, set()),
        ):
            found = rows(client, "requests", bearer(who, "requests"), limit=1)
            assert {row["number"] for row in found} == numbers, who
        [row] = rows(client, "requests", bearer(cast.ada, "requests"), kind="account")
        assert (row["state"], row["requester_id"]) == ("approved", cast.lou.pk)
        assert row["place"] == str(cast.northside)
        assert not rows(client, "requests", bearer(cast.ada, "requests"), state="open")

    def test_accounts_are_those_of_the_registry(self, cast, client, sent):
        account = sent["account"]
        for who, number in ((cast.ada, account.request.number), (cast.polly, None)):
            [row] = rows(client, "accounts", bearer(who, "registry"))
            assert (row["id"], row["name"], row["request"]) == (account.pk, account.name, number)
            assert (row["owner"], row["place"]) == (str(cast.lou), str(cast.northside))
        assert account.district_address not in str(row)
        assert not rows(client, "accounts", bearer(cast.ada, "registry"), state="closed")


class TestAcknowledgments:
    @pytest.fixture
    def version(self, cast):
        version = published("529", "Social Media", at=timezone.now() - dt.timedelta(days=1))
        required(version, by=cast.polly, at=timezone.now() - dt.timedelta(days=1))
        return version

    def test_the_filters_are_those_of_the_report(self):
        filters = set(AssignmentsAsked.model_fields) - set(PAGING)
        assert filters == set(QuestionForm.base_fields) - {"columns"}
        states = AssignmentsAsked.model_fields["status"].annotation
        assert get_args(states) == tuple(value for value, _words in STATUSES)

    def test_a_signature_tells_its_receipt_and_how(self, cast, client, version):
        signature = signed(cast.gus, version)
        [row] = rows(client, "signatures", bearer(cast.hana))
        assert (row["receipt"], row["how"]) == (signature.receipt, "browser")
        assert row["recorded_by"] is row["witness"] is row["other_name"] is None
        assert dt.datetime.fromisoformat(row["signed_at"]) - signature.signed_at < dt.timedelta(
            seconds=1
        )

    def test_a_refusal_tells_its_record_and_witness(self, cast, client, version):
        facts = {"witness": cast.theo, "refused_on": today(), "statement": "No."}
        record = closing.refuse(version.assignments.get(person=cast.val), by=cast.pat, **facts)
        [row] = rows(client, "assignments", bearer(cast.hana), status="closed")
        assert (row["why_closed"], row["record"]) == ("refused", record.number)
        assert (row["witness"], row["closed_by"]) == ("Nguyễn, Theo", "Novak, Pat")
        assert row["closed_on"] == today().isoformat()
        assert "No." not in str(row)

    def test_no_other_building(self, cast, nora, client, version):
        signed(cast.gus, version)
        signed(cast.lou, version)
        headers = bearer(nora, "acknowledgments")
        everybody = rows(client, "assignments", headers, limit=1)
        assert names(everybody, cast, nora) == {"pat", "lou", "val"}
        assert names(rows(client, "signatures", headers), cast, nora) == {"lou"}
        assert not rows(client, "assignments", headers, place=cast.transportation.pk)
        of_all = rows(client, "signatures", bearer(cast.hana))
        assert names(of_all, cast, nora) == {"gus", "lou"}

    def test_it_goes_on_as_of_the_day_on_which_it_began(self, cast, client, version):
        """After midnight too, though nobody said as of which day."""
        headers = bearer(cast.hana)
        first = client.get(reverse("api:assignments"), {"limit": 3}, headers=headers).json()
        later = timezone.now() + dt.timedelta(days=40)
        with patch("django.utils.timezone.now", lambda: later):
            after = client.get(
                reverse("api:assignments"), {"limit": 50, "cursor": first["next"]}, headers=headers
            ).json()
        assert {row["days_late"] for row in after["rows"]} == {0}


class TestPages:
    @pytest.mark.parametrize("limit", [1, 2, 3, 500])
    def test_whatever_comes_meanwhile_nothing_is_missed_or_told_twice(self, cast, client, limit):
        version = published("529", "Social Media")
        required(version, by=cast.polly)
        before = {row["person_id"] for row in rows(client, "assignments", bearer(cast.hana))}
        added = iter(range(200, 260))

        def somebody_comes():
            number = next(added)
            if number < 206:
                new = person(f"New{number} Comer", number)
                post(new, cast.northside, "Teacher", cast.pat)
                required(version, by=cast.polly, people=[new])

        for name, key in (("assignments", "person_id"), ("people", "id")):
            found = [
                row[key]
                for page in pages(
                    client, name, bearer(cast.hana), between=somebody_comes, limit=limit
                )
                for row in page
            ]
            assert len(found) == len(set(found))
            assert before <= set(found)

    def test_a_cursor_belongs_to_one_question(self, cast, client):
        headers = bearer(cast.hana)
        cursor = client.get(reverse("api:people"), {"limit": 1}, headers=headers).json()["next"]
        ask = {"limit": 2, "cursor": cursor}
        assert client.get(reverse("api:people"), ask, headers=headers).status_code == 200
        for name, more in (("people", {"status": "left"}), ("accounts", {}), ("assignments", {})):
            answer = client.get(reverse(f"api:{name}"), ask | more, headers=headers)
            assert answer.status_code == 400
        for forged in (cursor[:-1], cursor + "A", f"x{cursor}"):
            answer = client.get(reverse("api:people"), {"cursor": forged}, headers=headers)
            assert answer.status_code == 400

    def test_another_token_of_the_same_question_goes_on_within_its_own_sight(
        self, cast, nora, client
    ):
        cursor = client.get(reverse("api:people"), {"limit": 1}, headers=bearer(cast.hana))
        asked = {"cursor": cursor.json()["next"]}
        found = client.get(reverse("api:people"), asked, headers=bearer(nora)).json()["rows"]
        assert names(found, cast, nora) <= {"pat", "lou", "mia", "val"}


class TestCosts:
    LISTS = ("policies", "people", "assignments", "signatures", "requests", "accounts")

    def test_more_rows_cost_no_more_statements(self, cast, client):
        requests.enter_presets()
        version = published("529", "Social Media")
        required(version, by=cast.polly)

        def costs():
            found = {}
            for name in self.LISTS:
                cache.clear()
                with CaptureQueriesContext(connection) as asked:
                    answer = client.get(reverse(f"api:{name}"), headers=headers)
                assert answer.status_code == 200
                found[name] = len(asked)
            return found

        headers = bearer(cast.ada)
        self.some(cast, version, 0)
        costs()  # the first use is noted
        few = costs()
        for number in range(1, 6):
            self.some(cast, version, number)
        assert costs() == few
        assert max(few.values()) <= 12, few

    def some(self, cast, version, number):
        published(f"7{number}0", f"Number {number}")
        new = person(f"New{number} Comer", 300 + number)
        post(new, cast.northside, "Teacher", cast.pat)
        required(version, by=cast.polly, people=[new])
        signed(new, version)
        requests.registered(
            new,
            deciders=[cast.pat, cast.ada],
            manager=cast.val,
            place=cast.northside,
            handle=f"@Number{number}",
            name=f"Number {number}",
        )
