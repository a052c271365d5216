"""What is printed is kept whole, even where it is longer than its column."""

import pytest

from policies.drafts import drafting
from policies.importing.parsed import FoundDate, Parsed
from policies.models import Reference
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
LONG = "Chapter of many words " * 12


def test_a_heading_too_long_for_a_group_stands_before_what_it_heads():
    version = published(
        "529", "Staff Networks", legal_refs=[{"text": "118.125", "group": LONG.strip()}]
    )
    kept = version.references.get(kind=Reference.Kind.LEGAL)
    assert (kept.group, kept.text) == ("", f"{LONG.strip()} 118.125")


def test_a_code_too_long_to_be_one_is_a_title():
    code = "5" * 70
    version = published(
        "529", "Staff Networks", cross_refs=[{"code": code, "title": "Conduct", "before": "AR"}]
    )
    kept = version.references.get(kind=Reference.Kind.CROSS)
    assert (kept.code, kept.text) == ("", f"AR {code} Conduct")


def test_a_date_that_is_none_is_kept_as_far_as_it_may_be_long(cast):
    found = FoundDate("adopted", "2017-99-99-99", "soon " * 30)
    draft = drafting.start(Parsed(file="a.txt", dates=[found]), by=cast.polly)
    [date] = draft.text["dates"]
    assert date["iso"] is None
    assert len(date["printed"]) == 60
