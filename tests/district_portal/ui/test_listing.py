"""Several names within a sentence."""

from __future__ import annotations

import pytest

from district_portal.ui.listing import all_of, any_of
from tests import another_language


@pytest.mark.parametrize(
    ("words", "one", "each"),
    [
        ([], "", ""),
        (["Pat"], "Pat", "Pat"),
        (["Pat", "Ada"], "Pat or Ada", "Pat and Ada"),
        (["Pat", "Ada", "Tom"], "Pat or Ada or Tom", "Pat and Ada and Tom"),
    ],
)
def test_names_are_joined_by_or_and_and(words, one, each):
    assert any_of(words) == one
    assert all_of(iter(words)) == each


def test_what_joins_them_is_one_message_of_the_reader_s_language():
    with another_language.spoken():
        assert any_of(["Pat", "Ada"]) == "⟦Pat or Ada⟧"
