"""How the API answers, whatever it is asked: who is let in, methods, caches, refusals."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts import roles
from district_portal.api import revoking, using
from district_portal.api.views import bearer as shown
from district_portal.permissions import Role
from tests.factories.api import bearer, token
from tests.factories.policies import published
from tests.factories.roles import dismiss

pytestmark = pytest.mark.django_db

LISTS = {
    "policies": "policies",
    "people": "people",
    "assignments": "acknowledgments",
    "signatures": "acknowledgments",
    "requests": "requests",
    "accounts": "registry",
}
EACH = pytest.mark.parametrize(("name", "scope"), LISTS.items())


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "private, no-store"
    told = json.loads(answer.content)
    assert told["status"] == status
    return told


class TestWhoIsLetIn:
    @EACH
    def test_whoever_shows_a_token_for_it(self, cast, client, name, scope):
        answer = client.get(reverse(f"api:{name}"), headers=bearer(cast.hana, scope))
        assert answer.status_code == 200
        assert set(answer.json()) == {"rows", "next"}

    @EACH
    def test_nobody_without_one(self, cast, client, name, scope):
        answer = client.get(reverse(f"api:{name}"))
        problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"

    @EACH
    def test_nobody_by_a_session(self, cast, client, name, scope):
        client.force_login(cast.ada)
        assert client.get(reverse(f"api:{name}")).status_code == 401

    @EACH
    def test_no_token_that_was_made_for_something_else(self, cast, client, name, scope):
        [other] = (
            {"policies", "people"} - {scope} if scope in {"policies", "people"} else ["people"]
        )
        answer = client.get(reverse(f"api:{name}"), headers=bearer(cast.hana, other))
        problem(answer, 403)
        assert f'scope="{scope}"' in answer["WWW-Authenticate"]

    @pytest.mark.parametrize(
        "text", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer dpp_\xe9", "bearer  "]
    )
    def test_nobody_with_anything_else(self, cast, client, text):
        problem(client.get(reverse("api:people"), headers={"authorization": text}), 401)

    def test_nobody_by_a_token_in_the_address(self, cast, client):
        _made, text = token(cast.hana)
        answer = client.get(reverse("api:people"), {"access_token": text})
        problem(answer, 401)

    def test_nobody_whose_token_was_revoked(self, cast, client):
        made, text = token(cast.hana)
        headers = {"authorization": f"bearer {text}"}
        assert client.get(reverse("api:people"), headers=headers).status_code == 200
        revoking.revoke(made, by=cast.ada, why="x")
        answer = client.get(reverse("api:people"), headers=headers)
        problem(answer, 401)
        assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'

    def test_what_its_maker_may_not_see_any_more_is_closed(self, cast, client):
        roles.appoint(cast.tom, role=Role.HR, by=cast.ada)
        headers = bearer(cast.tom, "acknowledgments", "people")
        assert client.get(reverse("api:assignments"), headers=headers).status_code == 200
        dismiss(cast.tom, role=Role.HR, by=cast.ada)
        problem(client.get(reverse("api:assignments"), headers=headers), 403)
        assert client.get(reverse("api:people"), headers=headers).status_code == 200

    def test_each_use_is_noted(self, cast, client):
        made, text = token(cast.hana)
        client.get(reverse("api:people"), headers={"authorization": f"Bearer {text}"})
        made.refresh_from_db()
        assert made.last_used_at is not None


class TestMethods:
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_nothing_can_be_changed(self, cast, client, method):
        for name in ("people", "openapi"):
            answer = getattr(client, method)(reverse(f"api:{name}"), headers=bearer(cast.hana))
            problem(answer, 405)
            assert answer["Allow"] == "GET, HEAD, OPTIONS"

    def test_nothing_is_sent_back(self, cast, client):
        answer = client.trace(reverse("api:people"), headers=bearer(cast.hana))
        assert (answer.status_code, answer.content) == (405, b"")

    def test_head_is_get_without_its_rows(self, cast, client):
        headers = bearer(cast.hana)
        got = client.get(reverse("api:people"), headers=headers)
        head = client.head(reverse("api:people"), headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == str(len(got.content))
        assert head["ETag"] == got["ETag"]

    def test_options_tells_the_methods_and_opens_to_no_other_site(self, cast, client):
        asked = {"origin": "https://x.example", "access-control-request-method": "GET"}
        answer = client.options(reverse("api:people"), headers=asked)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        got = client.get(reverse("api:people"), headers=bearer(cast.hana) | asked)
        for each in (answer, got):
            assert not [name for name in each.headers if name.startswith("Access-Control")]

    def test_an_address_that_is_none_is_a_problem_too(self, cast, client):
        problem(client.get("/api/v1/concerns", headers=bearer(cast.ada)), 404)
        problem(client.get("/api/v1/people/", headers=bearer(cast.ada)), 404)
        problem(client.get("/api/v1/"), 404)
        problem(client.get("/api/v1"), 404)


class TestCaches:
    def test_who_has_it_already_gets_nothing_but_that(self, cast, client):
        headers = bearer(cast.hana)
        got = client.get(reverse("api:people"), headers=headers)
        assert got["Cache-Control"] == "private, no-cache"
        assert "Authorization" in got["Vary"]
        for known in (got["ETag"], f"W/{got['ETag']}", f'"x", {got["ETag"]}', "*"):
            again = client.get(reverse("api:people"), headers=headers | {"if-none-match": known})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == got["ETag"]
            assert again["Cache-Control"] == "private, no-cache"
        other = client.get(reverse("api:people"), headers=headers | {"if-none-match": '"x"'})
        assert other.content == got.content

    def test_another_answer_has_another_etag(self, cast, client):
        headers = bearer(cast.hana)
        before = client.get(reverse("api:policies"), headers=headers)
        published("529", "Social Media")
        after = client.get(
            reverse("api:policies"), headers=headers | {"if-none-match": before["ETag"]}
        )
        assert (after.status_code, len(after.json()["rows"])) == (200, 1)

    def test_even_a_guest_s_answer_is_kept_nowhere_in_between(self, cast, client):
        for name in ("openapi", "people"):
            assert "public" not in client.get(reverse(f"api:{name}"))["Cache-Control"]


class TestLimits:
    def test_a_token_that_asks_too_much_waits(self, cast, client, monkeypatch):
        monkeypatch.setattr(using, "A_MINUTE", 2)
        headers, others = bearer(cast.hana), bearer(cast.hana)
        for _ in range(2):
            assert client.get(reverse("api:people"), headers=headers).status_code == 200
        answer = client.get(reverse("api:people"), headers=headers)
        problem(answer, 429)
        assert answer["Retry-After"] == "60"
        assert client.get(reverse("api:people"), headers=others).status_code == 200

    def test_whoever_guesses_tokens_waits_and_nobody_else(self, cast, client, monkeypatch):
        monkeypatch.setattr(shown, "WRONG", 2)
        wrong = {"authorization": "Bearer dpp_x"}
        found = [client.get(reverse("api:people"), headers=wrong).status_code for _ in range(3)]
        assert found == [401, 401, 429]
        assert client.get(reverse("api:people"), headers=bearer(cast.hana)).status_code == 200

    def test_who_has_no_address_is_refused_alike(self, cast, client):
        wrong = {"authorization": "Bearer dpp_x"}
        problem(client.get(reverse("api:people"), headers=wrong, REMOTE_ADDR=""), 401)


class TestParameters:
    @pytest.mark.parametrize(
        ("name", "query", "faulty"),
        [
            ("people", "limit=0", "limit"),
            ("people", "limit=501", "limit"),
            ("people", "limit=1e2", "limit"),
            ("people", "limit=%D9%A3", "limit"),
            ("people", "statsu=left", "statsu"),
            ("people", "limit=1&limit=2", "limit"),
            ("people", "place=999999", "place"),
            ("people", "place=9223372036854775807", "place"),
            ("people", "place=9223372036854775808", "place"),
            ("people", "cursor=x", "cursor"),
            ("people", "cursor=%00", "cursor"),
            ("policies", "state=gone", "state"),
            ("assignments", "policy=nothing", "policy"),
            ("assignments", "policy=", "policy"),
            ("assignments", "words=", "words"),
            ("assignments", "position=", "position"),
            ("assignments", "school_year=", "school_year"),
            ("signatures", "policy=", "policy"),
            ("assignments", "policy=a%00b", "policy"),
            ("assignments", "words=a%00b", "words"),
            ("assignments", "as_of=2200-01-01", "as_of"),
            ("assignments", "as_of=0001-01-01", "as_of"),
            ("assignments", "as_of=2026-02-30", "as_of"),
            ("assignments", "as_of=1", "as_of"),
            ("assignments", "with_left=on", "with_left"),
            ("assignments", "position=Astronaut", "position"),
            ("assignments", "school_year=1999", "school_year"),
            ("assignments", "status=signed&days_late=3", "days_late"),
            ("assignments", "columns=name", "columns"),
            ("signatures", "status=open", "status"),
            ("signatures", "days_late=2", "days_late"),
            ("requests", "state=draft", "state"),
            ("requests", "kind=relationship", "kind"),
        ],
    )
    def test_what_makes_no_sense_is_named(self, cast, client, name, query, faulty):
        answer = client.get(f"{reverse(f'api:{name}')}?{query}", headers=bearer(cast.hana))
        told = problem(answer, 400)
        assert faulty in {fault["parameter"] for fault in told["errors"]}

    def test_a_version_beyond_all_numbers_is_not_there(self, cast, client):
        slug = published("529", "Social Media").policy.slug
        headers = bearer(cast.hana)
        for number in (2, 2**31 - 1):
            address = reverse("api:clauses", args=[slug, number])
            problem(client.get(address, headers=headers), 404)
        problem(client.get(reverse("api:clauses", args=[slug, 2**31]), headers=headers), 400)
