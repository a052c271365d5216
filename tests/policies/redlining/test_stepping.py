"""From change to change through a redline: each knows the one before and the one after."""

from policies.redlining import Row
from policies.redlining.stepping import mark_steps


def row(anchor, *, changed):
    return Row("kept", anchor, is_changed=changed)


def test_each_changed_clause_leads_to_the_changed_ones_around_it():
    rows = [row(f"c{n}", changed=n in (2, 4, 5)) for n in range(1, 7)]
    mark_steps(rows)
    ways = {each.anchor: (each.previous_change, each.next_change) for each in rows}
    assert ways == {
        "c1": ("", ""),
        "c2": ("", "c4"),
        "c3": ("", ""),
        "c4": ("c2", "c5"),
        "c5": ("c4", ""),
        "c6": ("", ""),
    }


def test_a_single_change_leads_nowhere():
    only = row("c1", changed=True)
    mark_steps([only])
    assert (only.previous_change, only.next_change) == ("", "")
