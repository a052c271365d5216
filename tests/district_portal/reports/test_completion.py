import datetime as dt

from django.utils import timezone

from accounts import moving
from district_portal.district.current import today
from district_portal.reports import completion
from district_portal.reports.asking import Question
from district_portal.reports.columns import BY_KEY
from district_portal.reports.showing import show
from policies.acknowledgments import assigning, requiring
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media", at=ago(60))
    required(version, at=ago(50), due_days=14)
    signed(cast.gus, version, at=ago(40))
    signed(cast.lou, version, at=ago(10))
    return version


def people(**question):
    question.setdefault("as_of", today())
    return {row.person for row in completion.rows(Question(**question))}


def told(row, question):
    """What the report says of a row."""
    show([row], question, [BY_KEY[key] for key in ("status", "days_late", "supervisor")])
    return row.shown


def test_who_has_signed_and_who_has_not(cast, version):
    assert people(status="signed") == {cast.gus, cast.lou}
    assert cast.pat in people(status="open")
    assert cast.gus not in people(status="open")


def test_the_sentence_on_top_counts_everybody_once(cast, version):
    found = completion.finding(Question(as_of=today(), policy=version.policy))
    assert found.signed == 2
    assert found.asked == found.signed + found.open + found.closed == 10
    assert found.late == 8


def test_as_of_a_past_day_a_later_signature_does_not_count(cast, version):
    then = today() - dt.timedelta(days=20)
    assert people(as_of=then, status="signed") == {cast.gus}
    assert cast.lou in people(as_of=then, status="open")
    assert people(as_of=today() - dt.timedelta(days=55)) == set()


def test_a_building_counts_with_those_below_it(cast, version):
    assert people(place=cast.northside) == {cast.pat, cast.lou, cast.val}
    assert people(place=cast.district) == people()


def test_by_supervisor_position_and_kind(cast, version):
    assert people(supervisor=cast.theo) == {cast.gus}
    assert people(position="Teacher") == {cast.lou}
    assert people(kind="volunteer") == {cast.val}


def test_the_postings_are_those_of_the_day(cast, version):
    moving.move(cast.lou, by=None, place=cast.transportation, supervisor=cast.theo)
    assert cast.lou in people(place=cast.transportation)
    yesterday = today() - dt.timedelta(days=1)
    assert cast.lou in people(place=cast.northside, as_of=yesterday)
    assert cast.lou not in people(place=cast.transportation, as_of=yesterday)


def test_who_left_is_shown_only_when_asked_for(cast, version):
    moving.leave(cast.val, by=None)
    assert cast.val not in people()
    row = completion.rows(Question(as_of=today(), with_left=True)).get(person=cast.val)
    assert told(row, Question(as_of=today()))["status"] == "Left the district"
    assert row.place == "Northside School"


def test_who_is_on_leave_is_not_late(cast, version):
    moving.go_on_leave(cast.theo, by=None)
    row = completion.rows(Question(as_of=today())).get(person=cast.theo)
    shown = told(row, Question(as_of=today()))
    assert (shown["status"], shown["days_late"]) == ("Not signed, on leave", 0)


def test_who_has_no_supervisor_any_more_is_shown_without_one(cast, version):
    question = Question(as_of=today())
    row = completion.rows(question).get(person=cast.gus)
    assert told(row, question)["supervisor"] == row.supervisor != ""
    moving.move(cast.gus, by=None, supervisor=None)
    row = completion.rows(question).get(person=cast.gus)
    assert (told(row, question)["supervisor"], row.supervisor) == (None, None)


def test_days_late_count_from_the_due_date(cast, version):
    question = Question(as_of=today())
    row = completion.rows(question).get(person=cast.pat)
    assert told(row, question)["days_late"] == (today() - row.due).days > 30


def test_two_requirements_of_the_same_are_one_row(cast, version):
    required(version, at=ago(30), people=[cast.pat], due_days=5)
    assert completion.rows(Question(as_of=today())).filter(person=cast.pat).count() == 1


def test_a_new_version_is_asked_for_and_the_old_can_still_be_reported(cast, version):
    published("529", "Staff Use of Social Media", clauses=["Be careful."], at=ago(5))
    assert people(status="signed") == set()
    assert people(policy=version.policy, version=1, status="signed") == {cast.gus, cast.lou}
    assert people(as_of=today() - dt.timedelta(days=6), status="signed") == {cast.gus, cast.lou}


def test_who_came_back_after_a_pause_was_not_asked_during_the_pause(cast):
    version = published("529", "Staff Use of Social Media", at=ago(60))
    requirement = required(version, at=ago(50), people=[cast.pat, cast.gus])
    requiring.change(requirement, by=None, at=ago(30), people=[cast.pat])
    requiring.change(requirement, by=None, at=ago(10), people=[cast.pat, cast.gus])
    assert cast.gus in people(as_of=today() - dt.timedelta(days=40), status="open")
    assert cast.gus not in people(as_of=today() - dt.timedelta(days=20))
    assert cast.gus in people(status="open")


def test_a_past_day_knows_the_due_date_that_held_then(cast):
    version = published("529", "Staff Use of Social Media", at=ago(60))
    requirement = required(version, at=ago(50), due_days=14)
    requiring.change(requirement, by=None, at=ago(20), due_days=90)
    then = Question(as_of=today() - dt.timedelta(days=25))
    assert completion.finding(then).late == 10
    assert completion.finding(Question(as_of=today())).late == 0
    row = completion.rows(then).get(person=cast.gus)
    assert told(row, then)["days_late"] == (then.as_of - row.due).days > 0


def test_who_was_on_leave_when_a_version_came_is_asked_for_it_from_their_return(cast):
    first = published("529", "Staff Use of Social Media", at=ago(60))
    requirement = required(first, at=ago(50), people=[cast.gus])
    moving.move(cast.gus, by=None, on=today() - dt.timedelta(days=40), on_leave=True, tell=False)
    published("529", "Staff Use of Social Media", asks_again="nobody", at=ago(30))
    moving.move(cast.gus, by=None, on=today() - dt.timedelta(days=10), on_leave=False, tell=False)
    assigning.reconcile(requirement, at=ago(10))
    assert people(as_of=today() - dt.timedelta(days=45), status="open") == {cast.gus}
    assert people(as_of=today() - dt.timedelta(days=20)) == set()
    assert people(status="open") == {cast.gus}


def test_who_must_sign_each_year_is_open_though_another_rule_once_had_them_sign(cast):
    version = published("529", "Staff Use of Social Media", at=ago(800))
    required(version, at=ago(790), people=[cast.gus])
    signed(cast.gus, version, at=ago(780))
    required(version, at=ago(5), people=[cast.gus], cycle="school_year")
    assert people(status="open") == {cast.gus}
