import pytest

from policies.slugging import slug


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
