import pytest

from policies.importing import parse
from policies.importing.redlined import looks_like_flattened_redline
from tests.shared import SHARED

REAL = sorted(SHARED.glob("policies/**/*.txt")) + sorted(SHARED.glob("seeds/*.txt"))
REDLINES = {
    "scoe-BP-6146.1.txt",
    "scoe-BP-6158-independent-study.txt",
    "sjusd-BP-4119.11-sexual-harassment-redline.txt",
    "sjusd-BP-5146-parenting-students.txt",
}


@pytest.mark.parametrize(
    "text",
    [
        "Any walkerWalker who has have no hat borrows one, and keeps his their own dry.",
        "This plan holds for the 2024-2025 2022-2023 year.",
        "If a walker is late for the first bell, If a walker is not at the door, someone calls.",
    ],
)
def test_struck_and_new_words_side_by_side_are_a_redline(text):
    assert looks_like_flattened_redline([text])


@pytest.mark.parametrize(
    "text",
    [
        "The walk that that group takes had had no name, which is to say none.",
        "Walks of 2023-2024 2024-2025 are listed in the order of their years.",
        "If it rains, the walk is put off. If it snows, the walk is on, If asked.",
        "Whoever gave her their word keeps it.",
    ],
)
def test_what_a_writer_may_repeat_is_none(text):
    assert not looks_like_flattened_redline([text])


def test_a_long_manual_may_hold_a_few_slips():
    slips = ["Who has have it, keeps it."] * 5
    assert looks_like_flattened_redline(slips)
    assert not looks_like_flattened_redline([*slips, *["Nobody walks alone at night."] * 2_000])


@pytest.mark.skipif(not REAL, reason="the real policies are not beside this clone")
def test_redlines_among_real_policies_are_found_and_no_others():
    found = {
        path.name
        for path in REAL
        if any(doubt.about == "text" and "redline" in doubt.message for doubt in parse(path).doubts)
    }
    assert found == REDLINES
