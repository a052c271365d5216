"""Where a request is, how it came there, and what changed."""

from __future__ import annotations

from accounts.signals import people_moved
from approvals import following, requesting, withdrawing
from tests.factories import approvals as factory


def way(request):
    stages = following.way(request, following.latest(request), afterwards="Parents are told")
    return [(stage.badge, stage.text) for stage in stages]


def test_the_way_names_who_decides_now_and_who_would_next(cast, asked):
    assert way(asked) == [
        ("Sent", "Lou Berg"),
        ("Now", "Pat Novak"),
        ("Next", "Ada Lindqvist, District Administrator"),
        ("Then", "Parents are told"),
    ]
    factory.decided(asked, by=cast.pat)
    assert way(asked)[1:3] == [("Approved", "Pat Novak"), ("Now", "Ada Lindqvist")]
    factory.decided(asked, by=cast.ada)
    assert way(asked) == [
        ("Sent", "Lou Berg"),
        ("Approved", "Pat Novak"),
        ("Approved", "Ada Lindqvist"),
    ]


def test_a_stand_in_is_shown_with_the_reason_and_not_asked_twice(cast, asked):
    cast.pat.postings.current().update(on_leave=True)
    people_moved.send(sender=None, people={cast.pat.pk})
    stages = following.way(asked, following.latest(asked))
    assert [(stage.badge, stage.text) for stage in stages[1:]] == [
        ("Now", "Ada Lindqvist"),
        ("Not asked", "District Administrator"),
    ]
    assert "Pat Novak is on leave" in stages[1].why
    factory.decided(asked, by=cast.ada)
    assert {row.text for row in following.history(asked, following.submissions(asked))[:2]} == {
        "District Administrator: not asked",
        "Ada Lindqvist approved it, in place of Pat Novak",
    }


def test_history_tells_everything_newest_first(cast, asked):
    factory.decided(asked, by=cast.pat, outcome="returned", reason="Which band?")
    factory.send(asked)
    withdrawing.withdraw(asked, by=cast.lou)
    asked.refresh_from_db()
    assert [
        (row.text, row.words) for row in following.history(asked, following.submissions(asked))
    ] == [
        ("Lou Berg withdrew it", ""),
        ("Lou Berg sent it again", ""),
        ("Pat Novak returned it for changes", "Which band?"),
        ("Lou Berg sent it", ""),
    ]


def test_changes_name_only_what_differs(cast, asked):
    assert following.changes(following.submissions(asked)) == []
    factory.decided(asked, by=cast.pat, outcome="returned")
    details = {**asked.draft["details"], "purpose": ["Concerts"], "comments": ["open"]}
    details["comment_rules"] = ["Hana, every day"]
    requesting.save_step(asked, by=cast.lou, step="details", typed=details)
    asked.refresh_from_db()
    factory.send(asked)
    changes = following.changes(following.submissions(asked))
    assert [(row.label, row.after) for row in changes] == [
        ("Purpose", "Concerts"),
        ("Comments", "Open to everyone"),
        ("Who reads comments", "Hana, every day"),
    ]
    assert changes[2].before == ""
