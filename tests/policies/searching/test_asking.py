"""What is read out of the words in the search box."""

import pytest

from policies.searching.asking import asked, without


def test_words_must_all_stand_there():
    assert asked("staff phones").groups == (("staff", "phones"),)


def test_or_makes_groups_of_which_one_will_do():
    assert asked("phones or staff tablets").groups == (("phones",), ("staff", "tablets"))


def test_a_phrase_is_one_piece_whatever_its_quotes():
    assert asked("“social media” -bus").groups == (('"social media"', "-bus"),)


@pytest.mark.parametrize("text", ["", "  ", "-bus", "or", "- &|!():*<->", '""'])
def test_what_only_leaves_out_asks_for_nothing(text):
    assert not asked(text)


@pytest.mark.parametrize("text", ["phon", "staff phon", "417.2"])
def test_the_last_word_may_still_go_on(text):
    assert asked(text).is_open


@pytest.mark.parametrize("text", ["phone ", '"phone"', "staff -pho", "p"])
def test_a_word_that_a_space_or_a_quote_closes_does_not_go_on(text):
    assert not asked(text).is_open


def test_what_is_looked_for_are_words_and_phrases():
    assert asked('staff "social media" -bus staff').wanted == ["staff", '"social media"']


def test_a_piece_is_taken_out():
    assert without('staff "social media" zebra', '"social media"') == "staff zebra"
