"""The counts are right while many sign at once, people move, and sums are folded."""

from __future__ import annotations

import itertools
import random

import pytest

from accounts import arranging_places, moving
from accounts.models import Person
from policies.acknowledgments import assigning, counting
from policies.acknowledgments.models import Assignment, Completion, Signature
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
SIGNERS = 8


@pytest.mark.thorough
def test_counts_are_those_of_a_recount_after_many_signed_at_once(cast):
    sign_together(cast, hire(cast, 20), policies=5)


@pytest.mark.soak
def test_counts_are_those_of_a_recount_after_10_000_signed_at_once(cast):
    sign_together(cast, hire(cast, 500), policies=20)


def hire(cast, number):
    """So many people more at two places."""
    for one in range(number):
        person = Person.objects.enter(given_name=f"Given{one}", family_name=f"Family{one}")
        place = (cast.northside, cast.transportation)[one % 2]
        moving.hire(person, place=place, position="Aide", supervisor=None, by=None)
    return list(Person.objects.filter(given_name__startswith="Given"))


def sign_together(cast, people, *, policies):
    """Each of `people` signs each policy; beside them somebody moves, folds and publishes."""
    counting.call_roll()
    versions = [published(f"{600 + one}", f"Policy {one}") for one in range(policies)]
    for version in versions:
        required(version)
    pairs = list(itertools.product(people, versions))
    random.Random(1).shuffle(pairs)  # noqa: S311 – no secret
    over = []

    def sign(share):
        for person, version in share:
            signed(person, version)

    def beside(act):
        while len(over) < SIGNERS:
            act()

    def signer(share):
        def act():
            try:
                sign(share)
            finally:
                over.append(share)

        return act

    places = itertools.cycle([cast.northside, cast.transportation])
    heads, names = (
        itertools.cycle([cast.pat, cast.theo]),
        map("Transportation {}".format, itertools.count()),
    )
    parents = itertools.cycle([cast.northside, cast.district])
    results = together(
        [
            *(signer(pairs[one::SIGNERS]) for one in range(SIGNERS)),
            lambda: beside(counting.fold),
            lambda: beside(lambda: moving.move(people[0], by=None, place=next(places))),
            lambda: required(published("599", "In between")),
            lambda: beside(
                lambda: arranging_places.appoint_head(cast.northside, head=next(heads), by=None)
            ),
            lambda: beside(
                lambda: arranging_places.change(
                    cast.transportation, by=None, name=next(names), parent=next(parents)
                )
            ),
            lambda: beside(counting.recount),
        ]
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Signature.objects.count() == len(pairs)
    assert not Assignment.objects.open().filter(person__in=people, version__in=versions).exists()
    assert counting.difference() == 0
    counting.fold()
    assert counting.difference() == 0
    assert not Completion.objects.filter(folded=False).exists()
    assert assigning.verify() == {}
