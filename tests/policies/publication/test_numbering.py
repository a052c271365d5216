"""Every clause has a path of its own, however deep it stands."""

import pytest

from policies.publication import numbering


def item(depth):
    return {"kind": "item", "depth": depth}


def heading(level):
    return {"kind": "heading", "level": level, "depth": 0}


def test_a_heading_holds_what_follows_and_an_item_what_is_deeper():
    nodes = [heading(1), item(0), item(1), item(1), item(0), heading(1), item(0)]
    assert numbering.paths(nodes) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]


def test_what_stands_too_deep_for_a_path_counts_further_out():
    nodes = [item(depth) for depth in range(30)] * 12
    paths = numbering.paths(nodes)
    assert max(map(len, paths)) <= numbering.LONGEST
    assert len(set(paths)) == len(nodes)
    outer = "1." * 19
    assert paths[20:22] == [f"{outer}2", f"{outer}3"]


@pytest.mark.parametrize(
    ("above", "label", "name"),
    [
        (["A."], "1.", "A.1"),
        (["II.", "A."], "1.", "II.A.1"),
        (["3."], "(a)", "3(a)"),
        (["2."], "2.5", "2.5"),
        (["1."], "1.", "1.1"),
        ([""], "4.", "4"),
        ([], "4.", "4"),
    ],
)
def test_a_full_name_says_what_a_clause_stands_in(above, label, name):
    assert numbering.full_name(above, label) == name
