"""What a search of the trail finds, for whom, and page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from accounts import arranging_places, moving, roles
from accounts.models import Place
from district_portal import audit
from district_portal.audit.phrases import PHRASES
from district_portal.district.current import today, zone
from district_portal.permissions import Role
from district_portal.trail.acts import PARTS, acts_for
from district_portal.trail.fields import FIELDS
from district_portal.trail.objects import Thing, thing
from district_portal.trail.searching import Search, find, leaf
from policies.keeping import keep
from tests.factories.acknowledgments import required
from tests.factories.policies import published


def acts(search=None, *, reader):
    return [event.act for event in find(search or Search(), reader=reader)]


@pytest.fixture
def moved(cast):
    """Lou became a dean, by Hana, and Gus a mechanic; the portal did something by itself."""
    moving.move(cast.lou, by=cast.hana, position="Dean")
    moving.move(cast.gus, by=cast.ada, position="Mechanic")
    audit.record("people.day_begun", by=None, after={"begun": 1})
    return cast


def test_who_did_it_and_whom_it_was_about_narrow_each_other(moved):
    by_hana = Search(by=moved.hana)
    assert acts(by_hana, reader=moved.otto) == ["people.moved"]
    assert acts(Search(by=moved.hana, about=moved.lou), reader=moved.otto) == ["people.moved"]
    assert acts(Search(by=moved.hana, about=moved.gus), reader=moved.otto) == []
    assert acts(Search(itself=True, act="people."), reader=moved.otto) == ["people.day_begun"]


def test_an_act_and_a_part_of_them(moved):
    audit.record("places.opened", by=moved.hana, on=moved.northside, place=moved.northside)
    assert acts(Search(act="people.moved"), reader=moved.otto) == ["people.moved"] * 2
    assert set(acts(Search(act="people."), reader=moved.otto)) == {
        "people.moved",
        "people.day_begun",
    }


def test_a_place_counts_with_the_places_below_it(moved):
    annex = Place.objects.create(name="Annex", kind=Place.Kind.SCHOOL, parent=moved.northside)
    audit.record("places.opened", by=moved.hana, on=annex, place=annex)
    assert acts(Search(place=moved.northside), reader=moved.otto)[0] == "places.opened"
    assert acts(Search(place=annex), reader=moved.otto) == ["places.opened"]


def test_days_are_those_of_the_district_and_both_count(cast):
    evening = dt.datetime.combine(today() - dt.timedelta(days=3), dt.time(23, 59), tzinfo=zone())
    audit.record("people.moved", by=cast.hana, on=cast.lou, person=cast.lou, at=evening)
    day = evening.date()
    assert acts(Search(since=day, until=day), reader=cast.otto) == ["people.moved"]
    assert acts(Search(since=day + dt.timedelta(days=1)), reader=cast.otto) == []
    assert acts(Search(until=day - dt.timedelta(days=1)), reader=cast.otto) == []


def test_words_stand_in_the_name_of_what_it_was_done_on(cast):
    audit.record("places.changed", by=cast.hana, on=cast.northside)
    assert acts(Search(words="SCHOOL north"), reader=cast.otto) == ["places.changed"]
    assert acts(Search(words="50% of_it"), reader=cast.otto) == []


def test_the_newest_stands_first_by_when_it_was_done(cast):
    now = timezone.now()
    audit.record("x.second", by=None, at=now - dt.timedelta(days=1))
    audit.record("x.first", by=None, at=now)
    audit.record("x.third", by=None, at=now - dt.timedelta(days=2))
    assert acts(reader=cast.otto)[:3] == ["x.first", "x.second", "x.third"]


def test_the_history_of_a_policy_holds_its_versions_and_requirements(cast):
    version = published("529", "Staff Use of Social Media", by=cast.polly)
    required(version, by=cast.polly)
    keep(version.policy, by=cast.polly, owner=cast.pat, series="", review_every=12, is_public=False)
    published("545", "Keys", by=cast.polly)
    found = acts(Search(on=Thing("policies.policy", str(version.policy_id))), reader=cast.otto)
    assert {"policies.published", "policies.settled", "requirements.required"} <= set(found)
    assert found.count("policies.published") == 1
    other = Search(on=Thing("policies.version", str(version.pk)))
    assert acts(other, reader=cast.otto) == ["policies.published"]


def test_the_history_of_a_person_is_what_was_done_about_them(moved):
    grant = roles.appoint(moved.lou, role=Role.HR, by=moved.ada)
    whole = Search(on=Thing("accounts.person", str(moved.lou.pk)))
    assert acts(whole, reader=moved.otto) == ["roles.appointed", "people.moved"]
    alone = Search(on=Thing("accounts.rolegrant", str(grant.pk)))
    assert acts(alone, reader=moved.otto) == ["roles.appointed"]


def test_human_resources_sees_staff_and_nothing_else(moved):
    audit.record("exemptions.granted", by=moved.ada, person=moved.lou)
    audit.record("records.held", by=moved.ada, person=moved.lou)
    audit.record("requests.decided", by=moved.pat, person=moved.lou)
    assert set(acts(reader=moved.hana)) == {"people.moved", "people.day_begun"}
    assert "records.held" in acts(reader=moved.otto)
    assert "records.held" in acts(reader=moved.ada)


@pytest.mark.parametrize("who", ["lou", "pat", "tom", "polly", "bea", "gus"])
def test_others_find_nothing(moved, who):
    assert acts(reader=getattr(moved, who)) == []


def test_a_role_for_one_place_ends_there(moved):
    roles.appoint(moved.val, role=Role.AUDITOR, place=moved.northside, by=moved.ada)
    arranging_places.appoint_head(moved.transportation, head=moved.gus, by=moved.hana)
    audit.record("requests.decided", by=moved.pat, place=moved.northside)
    audit.record("signing_in.failed", by=None, on=moved.gus, person=moved.gus)
    found = find(Search(), reader=moved.val)
    assert {event.person or event.place for event in found} <= {
        *("Lou Berg", "Northside School", "Val O’Neill", "Pat Novak", "Mia Álvarez", "Lena Past"),
    }
    assert "requests.decided" in {event.act for event in found}


def test_one_turns_from_page_to_page_and_back_and_meets_each_act_once(cast):
    moment = timezone.now()
    for number in range(23):
        audit.record("x.same" if number % 2 else "x.other", by=None, at=moment)
    found = find(Search(), reader=cast.otto)
    everything = [event.pk for event in found]
    first = leaf(found, {}, per_page=5)
    assert first.newer == ""
    seen, key = [event.pk for event in first.events], first.older
    while key:
        turned = leaf(found, {"older": key}, per_page=5)
        seen += [event.pk for event in turned.events]
        key = turned.older
    assert seen == everything
    back = leaf(found, {"newer": turned.newer}, per_page=5)
    assert [event.pk for event in back.events] == seen[
        -5 - len(turned.events) : -len(turned.events)
    ]
    assert back.newer
    assert leaf(found, {"newer": leaf(found, {"older": first.older}).newer}).newer == ""


@pytest.mark.parametrize("key", ["x", "1", "-", "9" * 18 + "-1", "1-" + "9" * 30, "١-٢", "0-0'"])
def test_a_key_that_makes_no_sense_gives_the_newest(moved, key):
    found = find(Search(), reader=moved.otto)
    assert leaf(found, {"older": key}) == leaf(found, {})
    assert leaf(found, {"newer": key}) == leaf(found, {})


def test_beyond_the_newest_stands_the_newest(moved):
    found = find(Search(), reader=moved.otto)
    assert leaf(found, {"newer": "9" * 17 + "-1"}) == leaf(found, {})


@pytest.mark.parametrize(
    "text", ["", "x", "policies.policy", "policies.policy:", "policies.policy:x", "nobody.none:1"]
)
def test_what_names_no_object_is_none(text):
    assert thing(text) is None


def test_every_part_that_can_be_searched_has_words():
    confidential = {"concerns"}
    assert {act.split(".")[0] for act in PHRASES} - confidential <= set(PARTS)
    assert all(str(words).strip() for words in (*PARTS.values(), *FIELDS.values()))


def test_the_acts_to_choose_from_are_those_that_one_may_see(cast):
    offered = {act for act, _words in acts_for(cast.hana)}
    assert "people.moved" in offered
    assert not {act for act in offered if act.startswith(("records.", "requests.", "exemptions."))}
    assert offered < {act for act, _words in acts_for(cast.otto)}


MANY = """
INSERT INTO audit_event (at, act, actor_id, actor, object_type, object_id, object,
                         person_id, person, place)
SELECT now() - n * interval '1 minute', 'x.act' || n % 400, %(lou)s + n % 400, '', 'x.object',
       n % 400, '', %(lou)s + (n + 7) % 400, '', ''
FROM generate_series(1, 20000) n
"""


def test_a_page_is_read_off_an_index_in_its_order_whatever_it_filters_by(cast):
    with connection.cursor() as cursor:
        cursor.execute(MANY.replace(" % 400", " %% 400"), {"lou": cast.lou.pk})
        cursor.execute("ANALYZE audit_event")
    for search, index in {
        Search(): "event_moment",
        Search(since=today()): "event_moment",
        Search(by=cast.lou): "event_of_actor",
        Search(about=cast.lou): "event_of_person",
        Search(act="x.act7"): "event_of_act",
    }.items():
        plan = find(search, reader=cast.otto)[:11].explain()
        assert index in plan
        assert "Sort" not in plan
