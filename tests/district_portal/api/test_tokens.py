"""Who may make tokens, what is kept of them, and when they open nothing any more."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import moving
from accounts.models import Person
from district_portal import audit
from district_portal.api import expiring, making, revoking, using
from district_portal.api.models import Token
from district_portal.api.scopes import Scope, offered_to
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories.api import token
from tests.factories.roles import dismiss
from tests.races.together import together

WEDNESDAY = dt.datetime(2026, 11, 11, 16, tzinfo=dt.UTC)


@pytest.mark.django_db
class TestMaking:
    def test_a_token_is_shown_once_and_kept_as_a_hash(self, cast):
        made, text = token(cast.hana, "people")
        assert text.startswith("dpp_")
        assert text.startswith(made.prefix)
        assert len(text) == 47
        row = Token.objects.filter(pk=made.pk).values().get()
        assert text not in {str(value) for value in row.values()}
        assert making.digest(text) == row["digest"]

    def test_it_is_recorded_without_its_text(self, cast):
        _made, text = token(cast.hana, "people")
        [event] = audit.events(act="api.token_made")
        assert event.actor_id == cast.hana.pk
        assert event.after["scopes"] == ["people"]
        assert text not in str(event.after) + event.object

    def test_the_same_form_sent_twice_makes_one_and_shows_it_again_for_a_moment(self, cast):
        once, at = uuid4(), timezone.now()
        asked = {"days": 30, "once": once, "by": cast.hana}
        first = making.make("Payroll", ["people"], **asked, at=at)
        again = making.make("Payroll", ["people"], **asked, at=at + dt.timedelta(seconds=5))
        later = making.make("Payroll", ["people"], **asked, at=at + dt.timedelta(hours=1))
        assert again == first
        assert (later.token, later.text) == (first.token, None)
        assert Token.objects.count() == 1

    def test_the_number_of_a_form_says_nothing_to_anybody_else(self, cast):
        once = uuid4()
        asked = {"days": 30, "once": once}
        one = making.make("A", ["policies"], **asked, by=cast.hana)
        other = making.make("A", ["policies"], **asked, by=cast.polly)
        assert one.text != other.text

    def test_it_works_until_the_end_of_its_last_day(self, cast):
        made, _text = token(cast.hana, "people", at=WEDNESDAY, days=90)
        assert made.expires_at.astimezone(dt.UTC).isoformat() == "2027-02-10T05:59:59+00:00"

    def test_nobody_gives_what_they_may_not_see(self, cast):
        assert Scope.ACKNOWLEDGMENTS not in offered_to(cast.tom)
        with pytest.raises(making.NotOfferedError):
            token(cast.tom, "acknowledgments")
        with pytest.raises(making.NotOfferedError):
            making.make("A", [], days=30, once=uuid4(), by=cast.hana)

    def test_it_lives_a_year_at_most(self, cast):
        with pytest.raises(ValueError, match="no token lives 400 days"):
            token(cast.hana, "people", days=400)
        made, _text = token(cast.hana, "people", days=365)
        fields = {"maker": cast.hana, "name": "A", "prefix": "x", "scopes": ["people"]}
        for more in (
            {"expires_at": made.made_at + dt.timedelta(days=367)},
            {"expires_at": made.made_at},
            {"expires_at": made.expires_at, "scopes": []},
            {"expires_at": made.expires_at, "scopes": ["concerns"]},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Token.objects.create(**(fields | more), digest="x", made_at=made.made_at)

    def test_a_person_has_twenty_at_most(self, cast):
        for _ in range(making.MOST):
            made, _text = token(cast.hana, "people")
        with pytest.raises(making.TooManyError):
            token(cast.hana, "people")
        revoking.revoke(made, by=cast.hana)
        token(cast.hana, "people")

    def test_what_it_may_read_and_until_when_can_never_be_changed(self, cast):
        made, _text = token(cast.hana, "people")
        for change in ({"scopes": ["requests"]}, {"expires_at": timezone.now()}, {"digest": "x"}):
            with pytest.raises(Error), transaction.atomic():
                Token.objects.filter(pk=made.pk).update(**change)


@pytest.mark.django_db
class TestUsing:
    def test_its_text_alone_opens(self, cast):
        made, text = token(cast.hana, "people")
        assert using.holder(text) == made
        assert using.holder(text[:-1]) is None
        assert using.holder(made.prefix) is None
        assert using.holder("") is None

    def test_it_opens_until_it_is_over(self, cast):
        made, text = token(cast.hana, "people")
        assert using.holder(text, at=made.expires_at - dt.timedelta(seconds=1))
        assert using.holder(text, at=made.expires_at) is None

    def test_once_revoked_it_opens_nothing(self, cast):
        made, text = token(cast.hana, "people")
        assert revoking.revoke(made, by=cast.ada, why="It was lost.")
        assert not revoking.revoke(made, by=cast.hana)
        assert using.holder(text) is None
        made.refresh_from_db()
        assert (made.revoked_by, made.why_revoked) == (cast.ada, "It was lost.")
        [mail] = Message.objects.filter(name="api_token_revoked")
        assert mail.person_id == cast.hana.pk
        assert mail.text.count("It was lost.") == 1
        [event] = audit.events(act="api.token_revoked")
        assert (event.actor_id, event.person_id) == (cast.ada.pk, cast.hana.pk)

    def test_a_role_that_has_ended_opens_nothing(self, cast):
        _made, text = token(cast.hana, "people")
        dismiss(cast.hana, role=Role.HR, by=cast.ada)
        assert using.holder(text) is None

    def test_who_leaves_takes_their_tokens_along_for_good(self, cast):
        made, text = token(cast.polly, "policies")
        over, _text = token(cast.polly, at=timezone.now() - dt.timedelta(days=100), days=30)
        other, _text = token(cast.hana)
        moving.leave(cast.polly, by=cast.hana, at_once=True)
        for each in (made, over, other):
            each.refresh_from_db()
        assert using.holder(text) is None
        assert (made.revoked_by, made.why_revoked) == (None, "Its maker left the district")
        assert (over.revoked_at, other.revoked_at) == (None, None)
        Person.objects.filter(pk=cast.polly.pk).update(is_active=True)
        assert using.holder(text) is None

    def test_its_last_use_is_written_once_a_minute(self, cast, django_assert_num_queries):
        made, _text = token(cast.hana, "people")
        at = timezone.now()
        using.note(made, at=at)
        using.note(made, at=at)
        made.refresh_from_db()
        assert made.last_used_at == at
        with django_assert_num_queries(0):
            using.note(made, at=at + dt.timedelta(seconds=59))
        using.note(made, at=at + dt.timedelta(seconds=60))
        made.refresh_from_db()
        assert made.last_used_at == at + dt.timedelta(seconds=60)


@pytest.mark.django_db
class TestExpiring:
    def test_its_maker_hears_a_week_before_once(self, cast):
        made, _text = token(cast.hana, at=WEDNESDAY, days=30)
        token(cast.polly, at=WEDNESDAY, days=90)
        noon = dt.datetime(2026, 12, 4, 18, tzinfo=dt.UTC)
        assert expiring.remind(at=noon - dt.timedelta(days=1)) == 0
        assert expiring.remind(at=noon) == 1
        assert expiring.remind(at=noon + dt.timedelta(days=3)) == 0
        [mail] = Message.objects.filter(name="api_token_expiring")
        assert mail.person_id == cast.hana.pk
        assert made.prefix in mail.text
        assert "December 11, 2026" in mail.text

    def test_nobody_hears_of_a_token_that_was_revoked(self, cast):
        made, _text = token(cast.hana, at=WEDNESDAY, days=30)
        revoking.revoke(made, by=cast.hana)
        assert expiring.remind(at=dt.datetime(2026, 12, 7, 18, tzinfo=dt.UTC)) == 0

    def test_nothing_goes_out_at_night(self, cast):
        token(cast.hana, at=WEDNESDAY, days=30)
        assert expiring.remind(at=dt.datetime(2026, 12, 7, 8, tzinfo=dt.UTC)) == 0


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_a_double_click_makes_one_token(self, cast):
        once = uuid4()
        make = lambda: making.make("A", ["people"], days=30, once=once, by=cast.hana)  # noqa: E731
        first, second = together([make, make])
        assert first == second
        assert Token.objects.count() == 1

    def test_two_revoke_it_and_one_of_them_did(self, cast):
        made, _text = token(cast.hana)
        acts = [lambda by=by: revoking.revoke(made, by=by, why="x") for by in (cast.ada, cast.tom)]
        assert sorted(together(acts)) == [False, True]
        assert audit.events(act="api.token_revoked").count() == 1

    def test_it_is_used_by_many_and_noted_once(self, cast):
        made, _text = token(cast.hana)
        at = timezone.now()
        together([lambda: using.note(made, at=at)] * 4)
        made.refresh_from_db()
        assert made.last_used_at == at


@pytest.mark.django_db
class TestPages:
    def test_it_is_made_and_shown_once(self, cast, client):
        client.force_login(cast.hana)
        page = client.get(reverse("api:new_token"))
        once = page.context["form"]["once"].value()
        asked = {"name": "Payroll", "scopes": ["people"], "days": 90, "once": once}
        shown = client.post(reverse("api:new_token"), asked)
        text = shown.context["made"].text
        assert text in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        listed = client.get(reverse("api:tokens")).content.decode()
        assert text not in listed
        assert Token.objects.get().prefix in listed

    def test_an_empty_form_says_what_is_missing(self, cast, client):
        client.force_login(cast.hana)
        page = client.post(reverse("api:new_token"), {}).content.decode()
        assert "Say which program will read with it" in page
        assert "Choose at least one thing that it may read" in page

    def test_what_one_may_not_see_is_not_offered(self, cast, client):
        client.force_login(cast.tom)
        form = client.get(reverse("api:new_token")).context["form"]
        offered = [value for value, _label in form.fields["scopes"].choices]
        assert offered == ["policies", "people", "requests", "registry"]
        asked = {"name": "A", "scopes": ["acknowledgments"], "days": 90, "once": uuid4()}
        client.post(reverse("api:new_token"), asked)
        assert not Token.objects.exists()

    def test_it_is_asked_again_who_it_is(self, cast, client):
        client.force_login(cast.hana)
        session = client.session
        session["signed_in_at"] = 1.0
        session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
        session.save()
        answer = client.get(reverse("api:new_token"))
        assert reverse("account_reauthenticate") in answer["Location"]

    def test_administrators_see_those_of_everybody_others_their_own(self, cast, client):
        hanas, pollys = token(cast.hana)[0], token(cast.polly)[0]
        for who, sees in ((cast.ada, 2), (cast.tom, 2), (cast.hana, 1), (cast.polly, 1)):
            client.force_login(who)
            assert client.get(reverse("api:tokens")).context["rows"].total == sees
        client.force_login(cast.polly)
        address = reverse("api:revoke_token", args=[hanas.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"why": "x"}).status_code == 404
        client.force_login(cast.ada)
        refused = client.post(reverse("api:revoke_token", args=[pollys.pk]), {})
        assert "Say why: its maker will ask" in refused.content.decode()
        client.post(address, {"why": "The server was sold."}, follow=True)
        hanas.refresh_from_db()
        assert hanas.revoked_by == cast.ada

    def test_one_s_own_is_revoked_without_a_reason_and_without_a_mail(self, cast, client):
        made, _text = token(cast.hana)
        client.force_login(cast.hana)
        done = client.post(reverse("api:revoke_token", args=[made.pk]), {}, follow=True)
        assert "reads no more" in done.content.decode()
        again = client.post(reverse("api:revoke_token", args=[made.pk]), {}, follow=True)
        assert "was revoked already" in again.content.decode()
        assert not Message.objects.filter(name="api_token_revoked").exists()
        for state, total in (("", 0), ("over", 1), ("all", 1)):
            page = client.get(reverse("api:tokens"), {"state": state})
            assert page.context["rows"].total == total
