"""What a heading means is settled once by a person, and remembered."""

import threading

import pytest
from django.db import connection

from accounts.roster import matching
from accounts.roster.models import Heading
from district_portal import audit
from tests.factories import sheets

STAFF = sheets.staff(40)
SHEET = sheets.csv_of(STAFF, sheets.USUAL)


def test_a_new_heading_needs_somebody_a_remembered_one_nobody(cast):
    assert not matching.is_settled(matching.look_at(SHEET))
    assert matching.remember(sheets.USUAL, by=cast.hana) == len(sheets.USUAL)
    assert matching.is_settled(matching.look_at(SHEET))
    with_more = {**sheets.USUAL, "Bargaining Unit": "place_kind"}
    assert not matching.is_settled(matching.look_at(sheets.csv_of(STAFF, with_more)))


def test_the_portal_s_own_headings_need_nobody(db):
    assert matching.is_settled(matching.look_at(sheets.csv_of(STAFF)))


def test_the_same_answer_twice_is_kept_and_recorded_once(cast):
    matching.remember(sheets.USUAL, by=cast.hana)
    assert matching.remember(sheets.USUAL, by=cast.hana) == 0
    assert matching.remember({**sheets.USUAL, "Leave Status": "status"}, by=cast.tom) == 1
    newer, older = audit.events(act="roster.matched")
    assert (newer.before, newer.after) == (
        {"leave status": "on_leave"},
        {"leave status": "status"},
    )
    assert older.after["job title"] == "position"
    assert Heading.objects.get(heading="leave status").by == cast.tom


def test_headings_of_other_sheets_stay(cast):
    matching.remember(sheets.USUAL, by=cast.hana)
    matching.remember(sheets.ONE_NAME, by=cast.hana)
    assert matching.recall()["job title"] == matching.recall()["title"] == "position"


@pytest.mark.parametrize(
    ("changed", "twice", "lacking"),
    [
        ({"Job Title": ""}, [], ["position"]),
        ({"Work Email": "number"}, ["Work Email"], []),
        ({"Employee ID": "", "School/Site": "email"}, ["School/Site"], ["number", "place"]),
    ],
)
def test_a_matching_that_reads_no_sheet_is_refused(cast, changed, twice, lacking):
    with pytest.raises(matching.MatchingError) as told:
        matching.remember({**sheets.USUAL, **changed}, by=cast.hana)
    assert (told.value.twice, told.value.lacking) == (twice, lacking)
    assert matching.recall() == {}


def test_a_whole_name_serves_for_first_and_last(cast):
    assert matching.remember(sheets.ONE_NAME, by=cast.hana) == len(sheets.ONE_NAME)


def test_only_columns_are_remembered(cast):
    with pytest.raises(ValueError, match="no columns: salary"):
        matching.remember({**sheets.USUAL, "Pay": "salary"}, by=cast.hana)


def test_examples_are_shown_but_not_of_what_only_hr_should_see(db):
    content = b"Emp ID,First,Last,SSN,Site,Title\n1,A,B,078-05-1120,N,T\n2,C,D,078-05-1121,M,T\n"
    examples = {match.heading: match.examples for match in matching.look_at(content)}
    assert examples["Site"] == ["N", "M"]
    assert examples["SSN"] == []


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_are_both_kept(cast):
    def answer(by):
        matching.remember(sheets.USUAL, by=by)
        connection.close()

    both = [threading.Thread(target=answer, args=(who,)) for who in (cast.hana, cast.tom)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(matching.recall()) == len(sheets.USUAL)
