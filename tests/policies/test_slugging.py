import pytest

from policies import urls
from policies.slugging import address, reserved, slug


@pytest.mark.parametrize(
    ("code", "kind", "address"),
    [
        ("401.15", "policy", "401.15"),
        ("GCAB/GDAB", "policy", "gcab-gdab"),
        ("1312.1", "rule", "ar-1312.1"),
        ("1201-AR(3)", "rule", "1201-ar-3"),
        ("0403.50-AR-08", "rule", "0403.50-ar-08"),
        ("5:125", "policy", "5-125"),
        ("4112.9", "exhibit", "exhibit-4112.9"),
        ("4112.9-E", "exhibit", "4112.9-e"),
    ],
)
def test_an_address_is_made_from_the_code(code, kind, address):
    assert slug(code, kind) == address


def test_every_page_of_its_own_below_policies_is_no_policys_address():
    first = {str(pattern.pattern).split("/")[0] for pattern in urls.urlpatterns}
    assert {part for part in first if part and not part.startswith("<")} == reserved()
    assert {"import", "drafts"} <= reserved()


@pytest.mark.parametrize("code", ["Import", "DRAFTS"])
def test_a_code_that_spells_a_page_gets_an_address_beside_it(code):
    assert address(code) == f"{code.lower()}-policy"
