"""Which clause is which over many versions, and that no address is ever lost."""

import pytest

from policies.drafts import drafting
from policies.redlining.tracing import changed_keys, trace, trace_draft, with_predecessor
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
KIND = "Be kind to all who come to the school, whoever they are."
MAIL = "Write to students only by district e-mail and copy a parent every single time."
CHAT = "Never use disappearing messages with a student for any reason at all."
DOGS = "Dogs stay at home on all days but the last one before the summer."


def versions(*clauses):
    return [published("529", "Networks", clauses=each) for each in clauses]


def told(alignment):
    """Each pair as (old words, new words, kinds), the words being the first of the clause."""
    return [
        (
            alignment.old[pair.old].text.split()[0],
            alignment.new[pair.new].text.split()[0],
            pair.kinds,
        )
        for pair in alignment.pairs
    ]


def test_what_was_changed_and_changed_back_is_the_same():
    first, _, third = versions([KIND, DOGS], [KIND + " Always.", DOGS], [KIND, DOGS])
    assert told(trace(first, third)) == [("Be", "Be", ["same"]), ("Dogs", "Dogs", ["same"])]
    assert changed_keys(third, since=first) == set()


def test_what_moved_away_and_back_has_not_moved():
    first, _, third = versions([KIND, MAIL, DOGS], [DOGS, KIND, MAIL], [KIND, MAIL, DOGS])
    assert all(kinds == ["same"] for _, _, kinds in told(trace(first, third)))


def test_what_was_taken_out_and_put_back_is_the_same():
    first, _, third = versions([KIND, MAIL, DOGS], [KIND, DOGS], [KIND, MAIL, DOGS])
    assert all(kinds == ["same"] for _, _, kinds in told(trace(first, third)))
    old, new = first.clauses.get(path="2").key, third.clauses.get(path="2").key
    assert changed_keys(third, since=first) == {old, new}, "its address is another one"


def test_a_person_s_word_that_a_clause_is_a_new_one_holds():
    first = published("529", "Networks", clauses=[KIND, MAIL])
    second = published(
        "529", "Networks", clauses=[KIND, {"kind": "item", "text": MAIL, "was": "new"}]
    )
    alignment = trace(first, second)
    assert (alignment.removed, alignment.added) == ([1], [1])


def test_a_merge_is_followed_through_later_versions():
    joined = f"{MAIL} {CHAT}"
    first, _, third = versions([MAIL, CHAT, KIND], [joined, KIND], [KIND, joined + " Ever."])
    assert told(trace(first, third)) == [
        ("Be", "Be", ["same", "moved", "renumbered"]),
        ("Write", "Write", ["changed", "renumbered", "merged"]),
        ("Never", "Write", ["merged"]),
    ]


def test_a_split_is_followed_through_later_versions():
    joined = f"{MAIL} {CHAT}"
    first, _, third = versions([joined, KIND], [MAIL, CHAT, KIND], [MAIL, KIND, CHAT + " Ever."])
    assert told(trace(first, third)) == [
        ("Write", "Write", ["changed", "split"]),
        ("Be", "Be", ["same"]),
        ("Write", "Never", ["split"]),
    ]


def test_what_is_left_of_a_split_clause_is_that_clause():
    joined = f"{MAIL} {CHAT}"
    first, _, third = versions([joined, KIND], [MAIL, CHAT, KIND], [CHAT, KIND])
    assert told(trace(first, third)) == [("Write", "Never", ["changed"]), ("Be", "Be", ["same"])]


def test_split_and_joined_again_is_the_same():
    joined = f"{MAIL} {CHAT}"
    first, _, third = versions([joined, KIND], [MAIL, CHAT, KIND], [joined, KIND])
    assert all(kinds == ["same"] for _, _, kinds in told(trace(first, third)))
    first, _, third = versions([MAIL, CHAT, KIND], [joined, KIND], [MAIL, CHAT, KIND])
    assert all(kinds == ["same"] for _, _, kinds in told(trace(first, third)))


def test_the_keys_of_changed_clauses():
    first, second = versions([KIND, MAIL, DOGS], ["Ask first.", MAIL, KIND + " Always."])
    kind, _, dogs = first.clauses.all()
    ask, _, _ = second.clauses.all()
    assert changed_keys(second, since=first) == {kind.key, dogs.key, ask.key}


def test_other_quotes_numbers_and_places_change_no_key():
    first, second = versions(["The board's  rule.", KIND], [KIND, "The board’s rule."])
    assert changed_keys(second, since=first) == set()


def test_a_draft_is_compared_with_the_version_in_force(cast):
    version = published("529", "Networks", clauses=[KIND, MAIL, DOGS])
    draft = drafting.revise(version.policy, by=cast.polly)
    draft.text["nodes"][0]["text"] = "Be kind, and be brief about it."
    draft.text["nodes"].pop()
    draft.save()
    alignment = trace_draft(draft, since=version)
    assert told(alignment) == [("Be", "Be", ["changed"]), ("Write", "Write", ["same"])]
    assert alignment.removed == [2]


def test_each_version_knows_the_one_before():
    policy = versions([KIND], [MAIL], [DOGS])[0].policy
    found = with_predecessor(policy.versions.all())
    assert [(version.number, version.predecessor) for version in found] == [
        (3, 2),
        (2, 1),
        (1, None),
    ]


def test_tracing_costs_three_queries_however_far_apart(django_assert_num_queries):
    made = versions([KIND], [MAIL], [DOGS], [KIND, MAIL], [DOGS])
    with django_assert_num_queries(3):
        trace(made[0], made[1])
    with django_assert_num_queries(3):
        trace(made[0], made[4])
