"""Accounts that a hasty reader takes for one another."""

from __future__ import annotations

import pytest

from approvals import similar
from approvals.lookalikes import look
from approvals.registry.models import Account
from tests.factories import approvals as factory
from tests.standing import standing

ALIKE = [
    ("amerysd", "arnerysd"),
    ("amerysd", "аmerysd"),  # a Cyrillic а
    ("amerysd", "аmеrуѕd"),  # four Cyrillic letters
    ("amerysd", "αmerysd"),  # a Greek alpha
    ("amerysd", "ａｍｅｒｙｓｄ"),
    ("amerysd", "amérysd"),
    ("amerysd", "amery.sd"),
    ("amerysd", "Amery_SD"),
    ("amerysd", "@amerysd"),
    ("northside", "northslde"),
    ("northside", "north\u200bside"),
    ("wolfpack", "vvolfpack"),
    ("school511", "school5ll"),
    ("lincolnhs", "1incolnhs"),
    ("band.example.org", "xn--bnd-6cd.example.org"),  # a Cyrillic а in a host
    ("goodschool", "g00dsch00l"),
]
DIFFERENT = [
    ("amerysd", "amesd"),
    ("northside", "southside"),
    ("instagram.com/band", "x.com/band"),
    ("band2025", "band2026"),
    ("instagram.com/northside", "instagram.com/northsideband"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_look_the_same(one, other):
    assert look(one) == look(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_do_not(one, other):
    assert look(one) != look(other)


def test_nothing_looks_like_nothing():
    assert look("") == look("@") == ""


@standing
def ours(cast):
    """The account of Northside Band, with consent."""
    return factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )


def words(about, **kwargs):
    return [use.words for use in similar.uses(about, **kwargs)]


def test_one_like_a_registered_account_is_pointed_out_and_not_refused(ours):
    [said] = words("instagram.com/northsldeband")
    assert "looks like instagram.com/northsideband" in said
    assert "Northside Band" in said
    assert similar.taken("instagram.com/northsldeband") is None
    assert similar.taken("instagram.com/northsideband") is not None


def test_the_same_account_comes_before_what_looks_like_it(ours, cast):
    for number in range(4):
        handle = f"@north{'_' * (number + 1)}sideband"
        twin = factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=handle, name=f"A{number}"
        )
        factory.decided(twin, by=cast.pat)
        factory.decided(twin, by=cast.ada)
    first, *others = words("instagram.com/northsideband")
    assert "registered already" in first
    assert len(others) == 2
    assert all("looks like" in said for said in others)


def test_a_closed_account_is_not_pointed_out(ours):
    Account.objects.update(state="closed")
    assert words("instagram.com/northsldeband") == []


def test_one_like_what_somebody_else_has_asked_for_is_pointed_out(asked, cast):
    twin = factory.sent(cast.gus, manager=cast.hana, place=cast.northside, handle="@North.sideBand")
    [said] = words(twin.about, apart_from=twin)
    assert said.startswith("Lou Berg has asked for instagram.com/northsideband, which looks like")
    assert words(asked.about, apart_from=asked) != []


def test_the_same_account_asked_for_comes_before_what_looks_like_it(asked, cast):
    for number in range(1, 4):
        handle = f"@north{'_' * number}sideband"
        factory.sent(cast.gus, manager=cast.hana, place=cast.northside, handle=handle)
    assert "has asked for the same" in words("instagram.com/northsideband")[0]


def test_the_approver_sees_it(ours, cast, client):
    twin = factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle="@northsideband_")
    client.force_login(cast.pat)
    assert "looks like instagram.com/northsideband" in client.get(factory.url("decide", twin)).text
