"""A long draft is cut into parts that hold every clause and every line of the source once."""

from hypothesis import given
from hypothesis import strategies as st

from policies.drafts import leafing
from policies.drafts.drafting import blank


def node(number, kind="item"):
    return {**blank(number), "kind": kind, "line": number * 2, "end": number * 2 + 1}


def test_a_policy_of_usual_length_is_one_page():
    nodes = [node(number) for number in range(1, 151)]
    assert len(leafing.leaves(nodes, lines=400)) == 1


def test_a_long_one_is_cut_before_headings():
    nodes = [node(number, "heading" if number % 70 == 0 else "item") for number in range(1, 400)]
    starts = [nodes[leaf.start]["kind"] for leaf in leafing.leaves(nodes, lines=900)]
    assert starts == ["item", *["heading"] * 5]


def test_an_empty_draft_has_one_empty_part():
    leaf = leafing.leaves([], lines=3)[0]
    assert (leaf.start, leaf.stop, list(leaf.lines)) == (0, 0, [1, 2, 3])


@given(kinds=st.lists(st.sampled_from(["heading", "item", "para"]), max_size=700))
def test_nothing_is_shown_twice_or_never(kinds):
    nodes = [node(number, kind) for number, kind in enumerate(kinds, start=1)]
    lines = 2 * len(nodes) + 5
    leaves = leafing.leaves(nodes, lines=lines)
    places = [place for leaf in leaves for place in range(leaf.start, leaf.stop)]
    assert places == list(range(len(nodes)))
    assert [line for leaf in leaves for line in leaf.lines] == list(range(1, lines + 1))
    assert all(leaf.stop - leaf.start <= leafing.WHOLE for leaf in leaves)
