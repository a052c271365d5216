from accounts import moving
from accounts.standing_in import acting_supervisor


def test_a_present_supervisor_acts_without_a_word(cast):
    standing = acting_supervisor(cast.lou)
    assert (standing.person, standing.stands_in_for, standing.why) == (cast.pat, None, "")


def test_a_supervisor_on_leave_is_replaced_by_the_head_and_it_is_said(cast):
    moving.move(cast.val, by=None, supervisor=cast.lou)
    moving.go_on_leave(cast.lou, by=None)
    standing = acting_supervisor(cast.val)
    assert standing.person == cast.pat
    assert standing.stands_in_for == cast.lou
    assert "Lou Berg is on leave" in standing.why
    assert "head of Northside School" in standing.why


def test_a_head_on_leave_is_replaced_by_the_head_above(cast):
    moving.go_on_leave(cast.pat, by=None)
    assert acting_supervisor(cast.lou).person == cast.ada


def test_nobody_acts_on_their_own_matter(cast):
    cast.northside.head = cast.lou
    cast.northside.save()
    moving.move(cast.lou, by=None, supervisor=None)
    standing = acting_supervisor(cast.lou)
    assert standing.person == cast.ada
    assert standing.why.startswith("No supervisor is entered.")


def test_the_board_officer_acts_for_the_district_administrator(cast):
    assert acting_supervisor(cast.ada).person == cast.bea


def test_nobody_below_acts_as_supervisor_of_the_district_administrator(cast):
    cast.district.head = cast.hana
    cast.district.save()
    assert acting_supervisor(cast.ada).person == cast.bea
    moving.leave(cast.bea, by=None)
    assert acting_supervisor(cast.ada) is None
