"""Real policies beside the clone: read from there only, no sentence of them stands here."""

import pytest

from policies.importing import parse
from tests.policies.importing.reading import cross_codes, dates
from tests.shared import SHARED

SEEDS = SHARED / "seeds"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not beside this clone")


@needs_seeds
def test_the_first_seed_has_two_sections_with_thirteen_and_ten_clauses():
    parsed = parse(SEEDS / "401.15-employee-use-of-social-media.txt")
    assert (parsed.code, parsed.title) == ("401.15", "Employee Use of Social Media")
    kinds = "".join(node.kind[0] for node in parsed.nodes)
    assert kinds == "p" + "hp" + "i" * 13 + "hp" + "i" * 10
    assert {node.label for node in parsed.nodes if node.kind == "item"} == {"•"}
    assert parsed.doubts == []


@needs_seeds
def test_the_second_seed_prints_no_code_and_is_offered_its_own():
    parsed = parse(SEEDS / "amery-staff-use-of-social-media.txt")
    assert (parsed.code, parsed.title) == (None, "STAFF USE OF SOCIAL MEDIA")
    assert "".join(node.kind[0] for node in parsed.nodes) == "p" * 4 + "i" * 13
    assert [node.label for node in parsed.nodes[4:]] == [f"{number}." for number in range(1, 14)]
    assert cross_codes(parsed) == ["522.4", "529", "821", "823.1"]
    assert all(reference.title for reference in parsed.cross_refs)
    assert dates(parsed) == [("adopted", "2011-04-18"), ("revised", "2017-01-16")]
    assert [(doubt.about, doubt.suggestion) for doubt in parsed.doubts] == [("code", "529")]
