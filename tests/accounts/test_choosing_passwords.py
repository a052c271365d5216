import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.choosing_passwords import NearWordsValidator


def objections(password, person):
    """The codes of all that is said against a password."""
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "objection"),
    [
        ("short words", "password_too_short"),
        ("password1234", "password_near"),
        ("Password2026!!", "password_near"),
        ("marlow test district", "password_near"),
        ("Marlow-District-2026", "password_near"),
        ("LouBergLouBergLouBerg", "password_near"),
        ("Lou.Berg.2026", "password_near"),
        ("Summer2026Summer", "password_near"),
        ("aaaaaaaaaaaaaaaa", "password_near"),
        ("121212121212121212", "password_near"),
        ("policyportal12345", "password_near"),
        ("E008E008E008E008", "password_near"),
    ],
)
def test_what_is_easily_guessed_is_refused(cast, password, objection):
    assert objection in objections(password, cast.lou)


@pytest.mark.parametrize(
    "password",
    [
        "three small red boats",
        "correct horse battery staple",
        "vortexgleamhut",
        "gqz7!kdw0mnv2",
        "berg tulip engine carrot",
    ],
)
def test_neither_signs_nor_a_name_among_other_words_matter(cast, password):
    assert objections(password, cast.lou) == set()


def test_what_is_near_to_one_is_far_from_another(cast):
    assert objections("Lou.Berg.2026", cast.lou) == {"password_near"}
    assert objections("Lou.Berg.2026", cast.gus) == set()
    with pytest.raises(ValidationError, match="mostly a name"):
        NearWordsValidator().validate("Lou.Berg.2026", cast.lou)
