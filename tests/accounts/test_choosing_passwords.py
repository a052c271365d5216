import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "short words",
        "password1234",
        "Password2026!!",
        "marlow test district",
        "Marlow-District-2026",
        "LouBergLouBergLouBerg",
        "Lou.Berg.2026",
        "Summer2026Summer",
        "aaaaaaaaaaaaaaaa",
        "121212121212121212",
        "policyportal12345",
        "E008E008E008E008",
    ],
)
def test_what_is_easily_guessed_is_refused(cast, password):
    with pytest.raises(ValidationError):
        validate_password(password, cast.lou)


@pytest.mark.parametrize(
    "password",
    ["three small red boats", "correct horse battery staple", "vortexgleamhut", "gqz7!kdw0mnv2"],
)
def test_no_rule_asks_for_capitals_figures_or_signs(cast, password):
    validate_password(password, cast.lou)


def test_a_name_inside_a_long_passphrase_does_no_harm(cast):
    validate_password("berg tulip engine carrot", cast.lou)
