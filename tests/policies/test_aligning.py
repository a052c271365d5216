import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import alignment as measured
from benchmarks import texts
from benchmarks.edits import edit
from policies.aligning import Passage, align, new_key
from policies.aligning.align import is_whole
from policies.aligning.keys import ALPHABET, KEY_LENGTH
from policies.aligning.matching import longest_increasing

RULES = [
    "Employees tell their supervisor before they open an account that speaks for the school.",
    "Employees keep the password of such an account in the safe of the school office.",
    "Nobody writes to a single student in a private message, at school or at home.",
    "Pictures of children are shown only where both parents have agreed to it in writing.",
    "The principal reads all accounts once a month and writes down what was found there.",
]


def items(*texts: str, keys: str = "") -> list[Passage]:
    return [
        Passage(text, label=f"{number}.", kind="item", key=key)
        for number, (text, key) in enumerate(
            zip(texts, keys or [None] * len(texts), strict=True), start=1
        )
    ]


def kinds(alignment) -> list[tuple[int, int, list[str]]]:
    return [(pair.old, pair.new, pair.kinds) for pair in alignment.pairs]


def test_the_same_text_is_the_same():
    alignment = align(items(*RULES), items(*RULES))
    assert kinds(alignment) == [(at, at, ["same"]) for at in range(len(RULES))]
    assert (alignment.added, alignment.removed, alignment.doubts) == ([], [], [])


def test_typographic_quotes_and_spaces_are_no_change():
    alignment = align(items("The board's  rule"), items("The board’s rule"))
    assert kinds(alignment) == [(0, 0, ["same"])]


def test_a_clause_put_in_renumbers_the_rest_and_changes_none_of_it():
    alignment = align(items(*RULES), items("Be kind to all who come.", *RULES))
    assert alignment.added == [0]
    assert {tuple(pair.kinds) for pair in alignment.pairs} == {("same", "renumbered")}


def test_a_changed_clause_is_found_by_its_words_not_its_label():
    changed = RULES[2].replace("private message", "text message").replace("home", "night")
    alignment = align(
        items(*RULES), items(*RULES[:2], "Be kind to all who come.", changed, *RULES[3:])
    )
    assert (2, 3, ["changed", "renumbered"]) in kinds(alignment)
    assert alignment.added == [2]


def test_a_clause_that_moved_is_the_only_one_told_as_moved():
    alignment = align(items(*RULES), items(*RULES[1:], RULES[0]))
    moved = [(pair.old, pair.new) for pair in alignment.pairs if "moved" in pair.kinds]
    assert moved == [(0, 4)]


def test_a_clause_below_another_heading_has_moved():
    def sections(first: list[str], second: list[str]) -> list[Passage | dict]:
        return [
            {"kind": "heading", "text": "At the school in the day"},
            *({"kind": "para", "text": text} for text in first),
            {"kind": "heading", "text": "At home in the evening"},
            *({"kind": "para", "text": text} for text in second),
        ]

    alignment = align(sections(RULES[:3], RULES[3:]), sections(RULES[:2], RULES[2:]))
    assert [pair.new for pair in alignment.pairs if "moved" in pair.kinds] == [3]


def test_short_headings_that_repeat_stay_with_their_sections():
    def sections(*names: str) -> list[dict]:
        return [
            node
            for name, rule in zip(names, RULES, strict=False)
            for node in (
                {"kind": "heading", "text": name},
                {"kind": "heading", "text": "General"},
                {"kind": "item", "label": "1.", "text": rule},
            )
        ]

    alignment = align(sections("One", "Two", "Three"), sections("One", "Two", "Three"))
    assert kinds(alignment) == [(at, at, ["same"]) for at in range(9)]


def old_of(alignment, new):
    return next((pair.old for pair in alignment.pairs if pair.new == new and is_whole(pair)), None)


def test_a_split_leaves_the_identity_with_the_longer_part():
    whole = f"{RULES[3]} {RULES[4]} So it has been done since the school was built."
    parts = [RULES[3], f"{RULES[4]} So it has been done since the school was built."]
    alignment = align(items(RULES[0], whole), items(RULES[0], *parts))
    assert (1, 1, ["split"]) in kinds(alignment)
    assert old_of(alignment, 2) == 1
    assert old_of(alignment, 1) is None


def test_a_merge_leaves_the_identity_with_the_first():
    merged = f"{RULES[1]} {RULES[2]}"
    alignment = align(items(*RULES), items(RULES[0], merged, *RULES[3:]))
    assert old_of(alignment, 1) == 1
    assert (2, 1, ["merged"]) in kinds(alignment)
    assert alignment.removed == []


def test_a_phrase_that_two_clauses_share_is_no_split():
    shared = "in accordance with the law of the state and the rules of the board"
    old = items(f"Teachers may keep pets {shared}.", RULES[0])
    new = items(f"Teachers may keep pets {shared}.", f"Cooks wear hats {shared}.", RULES[0])
    alignment = align(old, new)
    assert alignment.added == [1]


def test_keys_go_before_words():
    old = items(RULES[0], RULES[1], keys="ab")
    new = items(RULES[1], RULES[0], keys="ab")
    assert [(pair.old, pair.new) for pair in align(old, new).pairs] == [(0, 0), (1, 1)]


def test_clauses_that_may_be_the_same_are_asked_about():
    one = "Teachers write a letter to the parents before each trip."
    other = "Before each trip the office writes a letter to all."
    alignment = align(items(one, *RULES), items(*RULES, "Be kind to everybody who comes.", other))
    assert [(doubt.old, doubt.new) for doubt in alignment.doubts] == [(0, 6)]
    assert alignment.removed == [0]


def test_a_part_that_was_split_off_is_not_the_whole_one():
    whole = f"{RULES[3]} {RULES[4]} So it has been done since the school was built."
    parts = [RULES[3], f"{RULES[4]} So it has been done since the school was built."]
    pairs = align(items(whole), items(*parts)).pairs
    assert {pair.new: is_whole(pair) for pair in pairs} == {0: False, 1: True}
    assert "split" in next(pair.kinds for pair in pairs if pair.new == 0)


def test_a_new_key_is_never_one_that_was_used():
    used: set[str] = set()
    keys = [new_key(used) for _ in range(500)]
    assert len(set(keys)) == 500
    assert {len(key) for key in keys} == {KEY_LENGTH}
    assert set("".join(keys)) <= set(ALPHABET)
    assert used == set(keys)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(RULES), max_size=8), st.lists(st.sampled_from(RULES), max_size=8))
def test_every_clause_has_exactly_one_fate(old, new):
    alignment = align(items(*old), items(*new))
    whole = [pair for pair in alignment.pairs if is_whole(pair)]
    split = {pair.new for pair in alignment.pairs if pair.kinds == ["split"]}
    merged = {pair.old for pair in alignment.pairs if pair.kinds == ["merged"]}
    news = [pair.new for pair in whole] + alignment.added + sorted(split)
    olds = [pair.old for pair in whole] + alignment.removed + sorted(merged)
    assert sorted(news) == list(range(len(new)))
    assert sorted(olds) == list(range(len(old)))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_carried_keys_are_all_different(seed):
    chance = random.Random(seed)  # noqa: S311 - repeatable
    words = texts.vocabulary(chance, 200)
    case = edit(
        texts.invented(chance, words, 20),
        chance,
        words=words,
        changed=0.2,
        moves=2,
        splits=1,
        merges=1,
        added=2,
        removed=2,
    )
    old = [clause.passage() for clause in case.old]
    pairs = align(old, [clause.passage() for clause in case.new]).pairs
    carried = [pair.old for pair in pairs if is_whole(pair)]
    assert carried
    assert len(set(carried)) == len(carried)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=12))
def test_the_longest_increasing_run_is_increasing_and_longest(values):
    kept = [values[at] for at in sorted(longest_increasing(values))]
    assert all(one < other for one, other in pairwise(kept))
    best = [0] * len(values)
    for at, value in enumerate(values):
        best[at] = 1 + max((best[other] for other in range(at) if values[other] < value), default=0)
    assert len(kept) == max(best, default=0)


@pytest.fixture(scope="module")
def invented_cases():
    def cases(**edits: float) -> list:
        chance = random.Random(7)  # noqa: S311 - repeatable
        words = texts.vocabulary(chance)
        changed = edits.pop("changed", 0.0)
        bases = [texts.invented(chance, words, 60) for _ in range(8)]
        counts = {name: max(1, round(share * 60)) for name, share in edits.items()}
        return [edit(base, chance, words=words, changed=changed, **counts) for base in bases]

    return cases


@pytest.mark.parametrize("changed", [0.05, 0.2, 0.5])
def test_pairs_are_found_though_half_of_the_words_changed(invented_cases, changed):
    cases = invented_cases(changed=changed, moves=0.04, added=0.05, removed=0.05, copies=0.02)
    assert measured._f1(cases, measured._ours) >= 0.99


def test_moves_are_found_and_nothing_else_is_called_one(invented_cases):
    recall, precision = measured._moves(
        invented_cases(changed=0.1, moves=0.06, added=0.05, removed=0.05)
    )
    assert recall >= 0.98
    assert precision >= 0.95


def test_splits_and_merges_are_found(invented_cases):
    splits, merges = measured._parts(
        invented_cases(changed=0.03, splits=0.05, merges=0.05, added=0.03)
    )
    assert splits >= 0.95
    assert merges >= 0.9
