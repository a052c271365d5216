"""Which words of a changed clause are quoted."""

from __future__ import annotations

import pytest

from policies.drafts.previewing import WORDS_BEFORE, Row
from policies.models import Clause
from policies.publication.carrying import Link

LONG = " ".join(f"word{n}" for n in range(30))
FROM_20 = " ".join(f"word{n}" for n in range(20, 30))


@pytest.mark.parametrize(
    ("old", "new", "quoted"),
    [
        pytest.param(LONG, f"{LONG} added", f"… {FROM_20} added", id="its end"),
        pytest.param(f"{LONG} gone", LONG, f"… {FROM_20}", id="its end taken away"),
        pytest.param(LONG, f"Now {LONG}", f"Now {LONG}", id="its beginning"),
        pytest.param(LONG, LONG, LONG, id="moved"),
        pytest.param(None, LONG, LONG, id="new"),
    ],
)
def test_a_clause_is_quoted_from_shortly_before_its_change(old, new, quoted):
    assert WORDS_BEFORE == 10
    link = Link(clause=Clause(text=old)) if old else Link()
    assert Row({"text": new}, "1", 1, link=link).excerpt == quoted
