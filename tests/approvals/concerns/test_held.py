"""What a legal hold keeps of concerns and questions, and to whom it says so."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts import roles
from accounts.models import Place
from approvals.concerns import adding, reporting
from approvals.concerns.models import Concern
from approvals.concerns.records import is_held
from district_portal.audit.models import Event
from district_portal.permissions import Role
from district_portal.records import holding
from district_portal.records.models import Hold
from tests.approvals.concerns.test_kept_as_records import closed, hold_on
from tests.cast import person, post
from tests.factories import concerns as factory
from tests.factories import records
from tests.factories.asking import asked
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
On = Hold.On


@pytest.fixture(autouse=True)
def schedule(cast):
    return records.adopted(by=cast.ada)


def kept_with(who, *, by):
    """What the page that places a hold on somebody says of it beforehand."""
    return str(holding.would_catch(on=On.PERSON, person=who, by=by))


def is_kept(concern):
    return Concern.objects.filter(is_held(), pk=concern.pk).exists()


def test_an_administrator_doesn_t_find_out_who_deals_with_their_own_report(client, cast):
    concern = factory.reported(cast.ada)
    adding.add(concern, cast.theo, by=cast.bea, reason="Needed", once=uuid4())
    for who in (cast.theo, cast.bea, cast.gus):
        assert concern.number not in kept_with(who, by=cast.ada)
    hold = hold_on(cast, on=On.PERSON, person=cast.theo)
    assert is_kept(concern)
    client.force_login(cast.ada)
    for address in (hold.get_absolute_url(), f"/records/of/concern/{concern.pk}/"):
        page = client.get(address).text.partition("<main")[2]
        assert "Under a legal hold" not in page
        assert "It has to stay" not in page
    assert concern.number not in client.get(hold.get_absolute_url()).text


def test_who_deals_with_a_concern_sees_what_keeps_it(client, cast):
    concern = factory.reported(cast.lou)
    assert concern.number in kept_with(cast.lou, by=cast.ada)
    hold = hold_on(cast, on=On.PERSON, person=cast.lou)
    client.force_login(cast.ada)
    assert concern.number in client.get(hold.get_absolute_url()).text
    page = client.get(f"/records/of/concern/{concern.pk}/").text
    assert "Under a legal hold" in page


def test_what_is_about_whoever_made_one_administrator_is_not_told_by_a_hold(cast):
    concern = factory.reported(cast.lou, about=cast.ada)
    roles.appoint(cast.theo, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert concern.number not in kept_with(
        cast.lou, by=type(cast.theo).objects.get(pk=cast.theo.pk)
    )


def test_a_hold_on_a_word_finds_no_concern_by_its_number(cast):
    concern = closed(cast.lou, cast.pat)
    assert holding.would_catch(on=On.WORD, word=concern.number[:5], by=cast.ada) == []


@pytest.mark.parametrize("where", ["district", "northside"])
def test_what_has_no_place_is_kept_where_its_reporter_works_and_with_the_district(cast, where):
    once = {"once": uuid4(), "told": factory.told(), "place": None}
    draft = reporting.save(Concern.Kind.CONDUCT, by=cast.lou, **once)
    nowhere = reporting.send(draft, by=cast.lou)
    there = closed(cast.lou, cast.pat)
    caught = str(holding.would_catch(on=On.PLACE, place=getattr(cast, where), by=cast.ada))
    assert nowhere.number in caught
    assert there.number in caught


def test_what_has_no_place_is_not_kept_with_another_school(cast):
    elsewhere = Place.objects.create(name="Hillcrest", kind="building", parent=cast.district)
    draft = reporting.save(
        Concern.Kind.CONDUCT, by=cast.lou, once=uuid4(), told=factory.told(), place=None
    )
    reporting.send(draft, by=cast.lou)
    assert holding.would_catch(on=On.PLACE, place=elsewhere, by=cast.ada) == []


def test_a_hold_on_a_school_keeps_what_its_people_asked(cast):
    version = published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])
    asked(version, by=cast.lou)
    away = post(person("Ora Hill", 77), cast.transportation, "Driver", cast.ada)
    asked(version, by=away.person)
    caught = holding.would_catch(on=On.PLACE, place=cast.northside, by=cast.ada)
    assert {one.kind.name: one.total for one in caught} == {"question": 1, "leaver": 1}
    both = holding.would_catch(on=On.PLACE, place=cast.district, by=cast.ada)
    assert {one.kind.name: one.total for one in both} == {"question": 2, "leaver": 1}


def test_the_trail_names_no_case_of_a_confidential_record(cast):
    concern = closed(cast.lou, cast.pat, about=cast.gus)
    hold = hold_on(cast, on=On.RECORD, kind="concern", record=concern.pk)
    event = Event.objects.get(act="records.confidential_held")
    assert (event.object, event.object_id) == ("", str(hold.pk))


def test_ids_of_holds_tell_no_count(cast):
    first = hold_on(cast, on=On.WORD, word="one")
    hold_on(cast, on=On.RECORD, kind="concern", record=closed(cast.lou, cast.pat).pk)
    last = hold_on(cast, on=On.WORD, word="two")
    assert last.pk - first.pk > 2 * 100
