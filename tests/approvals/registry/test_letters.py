"""The letter to parents: its text is the district's, in English and Spanish."""

from __future__ import annotations

import pytest

from approvals.registry import letters
from approvals.registry.models import Letter
from district_portal import audit
from tests.factories import approvals as factory
from tests.standing import standing

OWN = "To the families of {school}: {account}, {address}.\n{purpose}\nAsk {contact}."


@standing
def account(cast):
    return factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )


def test_the_portal_s_own_texts_are_sound_and_filled_in_both_languages(account):
    for language, begins in (("en", "Dear parents"), ("es", "Estimados padres")):
        assert letters.faults(letters.default(language)) == []
        drafted = letters.draft(account, language)
        assert drafted.startswith(begins)
        assert "Concert dates and rehearsal clips" in drafted
        assert "{" not in drafted + letters.sample(letters.default(language))
    both = letters.draft(account, "en", "es")
    assert both.index("Dear parents") < both.index(letters.BETWEEN) < both.index("Estimados")


def test_braces_of_the_request_are_left_as_they_are(account):
    account.purpose = "What {nobody} knows {"
    assert "What {nobody} knows {" in letters.draft(account)


def test_the_district_s_text_counts_until_its_own_is_restored(cast, account):
    first = letters.reword(OWN, language="en", by=cast.ada, based_on=0)
    assert letters.draft(account).startswith("To the families of Northside School: Northside Band")
    assert letters.draft(account, "es").startswith("Estimados")
    assert letters.reword(OWN, language="en", by=cast.ada, based_on=1) == first
    letters.restore(language="en", by=cast.polly, based_on=1)
    assert letters.draft(account).startswith("Dear parents")
    assert [event.act for event in audit.events(act__startswith="registry.letter")] == [
        "registry.letter_restored",
        "registry.letter_reworded",
    ]
    assert Letter.objects.count() == 2


def test_the_portal_s_own_text_sent_back_is_no_text_of_the_district(cast):
    own = letters.default("en").replace("\n", "\r\n")
    assert letters.reword(own, language="en", by=cast.ada, based_on=0) is None


def test_who_was_slower_is_told(cast):
    letters.reword(OWN, language="en", by=cast.ada, based_on=0)
    with pytest.raises(letters.StaleLetterError):
        letters.reword(f"{OWN} Thanks.", language="en", by=cast.polly, based_on=0)
    letters.reword(f"{OWN} Gracias.", language="es", by=cast.polly, based_on=0)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (OWN.replace("{school}", "{scool}"), "Did you mean {school}"),
        (OWN.replace("{school}", "{zebra}"), "Choose from the list"),
        (OWN.replace("{contact}", ""), "{contact} is missing"),
        (f"{OWN} }}", "A brace stands alone"),
    ],
)
def test_a_text_that_would_not_be_filled_is_refused(cast, body, words):
    with pytest.raises(letters.LetterError) as refused:
        letters.reword(body, language="en", by=cast.ada, based_on=0)
    assert words in " ".join(refused.value.faults)
    assert not Letter.objects.exists()
