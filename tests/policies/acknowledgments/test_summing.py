"""The sums of a place are those of its counts, folded or not, whatever is in force."""

from __future__ import annotations

from collections import Counter

import pytest

from district_portal.ui.together import fetched
from policies.acknowledgments import counting, summing
from policies.acknowledgments.models import Completion, PlaceCount, RollCall
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    counting.call_roll()
    version = published("529", "Staff Use of Social Media")
    required(version)
    return version


def versions():
    return sorted(summing.in_force().values_list("pk", flat=True))


def told(*places):
    """What the parts say together, which must be what the counts say; and how many parts spoke."""
    asked = {"versions": versions()}
    sums, since, kept = fetched(summing.at([place.pk for place in places], **asked))
    [counted] = fetched([summing.counted([place.pk for place in places], **asked)])
    parts = [sums, since, [] if kept else counted]
    found, counts = Counter(), Counter()
    for row in [row for part in parts for row in part]:
        found[row["place_id"], row["status"], row["due_on"]] += row["people"]
    for row in Completion.objects.filter(
        requirement=None, place__in=places, version__in=versions()
    ):
        due = row.due_on and row.due_on.isoformat()
        counts[row.place_id, row.status, due] += row.people
    assert +found == +counts
    return [bool(part) for part in parts]


def test_before_they_are_kept_the_counts_themselves_speak(cast, version):
    assert told(cast.northside, cast.transportation) == [False, False, True]


def test_what_came_since_is_added(cast, version):
    counting.fold()
    assert told(cast.northside) == [True, False, False]
    signed(cast.lou, version)
    assert told(cast.northside, cast.transportation) == [True, True, False]
    counting.fold()
    assert told(cast.northside) == [True, False, False]


def test_what_comes_into_force_is_counted_before_it_is_summed(cast, version):
    counting.fold()
    required(published("511", "Telephones"))
    assert told(cast.northside) == [False, False, True]
    counting.fold()
    assert told(cast.northside) == [True, False, False]


def test_after_a_recount_no_old_sum_is_used(cast, version):
    counting.fold()
    counting.recount()
    assert RollCall.objects.get().summed is None
    assert told(cast.northside) == [False, False, True]
    counting.fold()
    assert told(cast.northside) == [True, False, False]


def test_where_nothing_came_nothing_is_written(cast, version):
    counting.fold()
    before = set(PlaceCount.objects.values_list("pk", flat=True))
    counting.fold()
    assert set(PlaceCount.objects.values_list("pk", flat=True)) == before
