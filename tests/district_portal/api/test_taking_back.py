"""What was made at an open screen ends when the account is taken back, and never comes back."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import Error, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import moving, roles, second_factor, signing_out
from accounts.models import Person
from district_portal import audit
from district_portal.api import expiring, making, revoking, using
from district_portal.api.models import Token
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories.api import token
from tests.factories.roles import dismiss
from tests.races.together import together


@pytest.mark.django_db
class TestTold:
    def test_whoever_s_token_is_made_hears_of_it(self, cast):
        once, asked = uuid4(), {"days": 90, "by": cast.hana}
        made = making.make("Payroll", ["people", "requests"], once=once, **asked).token
        making.make("Payroll", ["people", "requests"], once=once, **asked)
        [mail] = Message.objects.filter(name="api_token_made")
        assert mail.person_id == cast.hana.pk
        assert f"“Payroll” ({made.prefix}…)" in mail.text
        assert "People: name, number, position and place · Requests" in mail.text
        assert made.digest not in mail.text

    def test_whoever_may_make_none_any_more_is_not_told_that_one_ends(self, cast):
        token(cast.hana, at=dt.datetime(2026, 11, 11, 16, tzinfo=dt.UTC), days=30)
        noon = dt.datetime(2026, 12, 4, 18, tzinfo=dt.UTC)
        dismiss(cast.hana, role=Role.HR, by=cast.ada)
        assert expiring.remind(at=noon) == 0
        roles.appoint(cast.hana, role=Role.HR, by=cast.ada)
        assert expiring.remind(at=noon) == 1

    def test_what_was_told_is_asked_for_once(self, cast, django_assert_max_num_queries):
        at = dt.datetime(2026, 11, 11, 16, tzinfo=dt.UTC)
        for _ in range(4):
            token(cast.hana, at=at, days=30)
        noon = dt.datetime(2026, 12, 4, 18, tzinfo=dt.UTC)
        assert expiring.remind(at=noon) == 4
        with django_assert_max_num_queries(8):
            assert expiring.remind(at=noon) == 0


@pytest.mark.django_db
class TestTakenBack:
    def test_whose_factors_are_reset_loses_their_tokens(self, cast):
        made, text = token(cast.hana)
        Authenticator.objects.create(user=cast.hana, type="totp", data={"secret": "x"})
        assert second_factor.reset(cast.hana, by=cast.ada)
        assert using.holder(text) is None
        made.refresh_from_db()
        assert made.revoked_by == cast.ada
        assert Message.objects.filter(name="api_token_revoked", person=cast.hana).count() == 1

    def test_so_does_whoever_is_let_in_anew_from_the_server(self, cast):
        _made, text = token(cast.hana)
        Authenticator.objects.create(user=cast.hana, type="totp", data={"secret": "x"})
        second_factor.reset(cast.hana, by=None, why="Her device is lost.")
        assert using.holder(text) is None
        [event] = audit.events(act="api.token_revoked")
        assert event.after == {"why": "Its maker was signed out everywhere"}

    def test_whom_another_signs_out_loses_them_even_without_an_open_sign_in(self, cast):
        _made, text = token(cast.hana)
        others, other = token(cast.polly)
        assert signing_out.sign_out(cast.hana, by=cast.ada) == 0
        assert using.holder(text) is None
        assert using.holder(other) == others

    def test_who_signs_out_on_their_own_devices_keeps_them(self, cast):
        made, text = token(cast.hana)
        signing_out.sign_out(cast.hana, by=cast.hana)
        assert using.holder(text) == made

    @pytest.mark.parametrize(
        "change",
        [
            {"revoked_at": None, "revoked_by": None, "why_revoked": ""},
            {"revoked_at": timezone.now() + dt.timedelta(days=9)},
            {"why_revoked": "Another reason"},
            {"last_used_at": None},
            {"last_used_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        ],
    )
    def test_what_was_revoked_never_comes_back(self, cast, change):
        made, text = token(cast.hana)
        using.note(made)
        revoking.revoke(made, by=cast.hana, why="Lost")
        with pytest.raises(Error, match="what became of a token stays"), transaction.atomic():
            Token.objects.filter(pk=made.pk).update(**change)
        assert using.holder(text) is None


@pytest.mark.django_db
class TestTerms:
    @pytest.mark.parametrize(
        "other",
        [{"name": "Bus"}, {"scopes": ["people"]}, {"days": 30}],
        ids=lambda each: next(iter(each)),
    )
    def test_the_same_form_with_other_terms_hands_out_no_token(self, cast, other):
        asked = {"name": "Payroll", "scopes": ["people", "acknowledgments"], "days": 365}
        asked |= {"once": uuid4(), "by": cast.hana}
        making.make(**asked)
        with pytest.raises(making.OtherTermsError):
            making.make(**asked | other)
        assert Token.objects.count() == 1

    def test_its_page_says_so(self, cast, client):
        client.force_login(cast.hana)
        asked = {"name": "Payroll", "scopes": ["people"], "days": 90, "once": uuid4()}
        client.post(reverse("api:new_token"), asked)
        page = client.post(reverse("api:new_token"), asked | {"days": 30})
        assert "This form has made a token already" in page.text
        assert Token.objects.get().prefix not in page.text

    @pytest.mark.parametrize("day", ["2027-11-06", "2027-11-07", "2028-11-04", "2028-11-05"])
    def test_a_year_may_be_an_hour_longer_than_its_days(self, cast, day):
        at = dt.datetime.fromisoformat(f"{day}T05:30:00+00:00")
        made, _text = token(cast.hana, "people", days=365, at=at)
        assert made.expires_at - at <= dt.timedelta(days=366, hours=1)

    def test_a_stray_token_never_comes_whole_into_an_address(self, cast, client):
        made, text = token(cast.hana)
        client.force_login(cast.hana)
        page = client.get(reverse("api:tokens"), {"words": text[:30]})
        assert [row.pk for row in page.context["rows"]] == [made.pk]
        assert 'maxlength="30"' in page.text


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_who_leaves_while_they_make_one_has_none(self, cast):
        def make():
            return making.make("A", ["policies"], days=30, once=uuid4(), by=cast.polly)

        def leave():
            return moving.leave(Person.objects.get(pk=cast.polly.pk), by=cast.hana, at_once=True)

        made, left = together([make, leave])
        assert not isinstance(left, Exception)
        assert isinstance(made, (making.Made, making.NotOfferedError))
        assert not making.live().exists()

    def test_a_token_is_refused_to_whoever_left_a_moment_before(self, cast):
        went = threading.Event()
        gone = threading.Event()

        def leave():
            with transaction.atomic():
                moving.leave(Person.objects.get(pk=cast.polly.pk), by=cast.hana, at_once=True)
                went.set()
                gone.wait(1)
            connections.close_all()

        leaving = threading.Thread(target=leave)
        leaving.start()
        assert went.wait(20)
        with pytest.raises(making.NotOfferedError):
            making.make("A", ["policies"], days=30, once=uuid4(), by=cast.polly)
        gone.set()
        leaving.join()
        assert not Token.objects.exists()
