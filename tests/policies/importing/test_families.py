"""Each text is set as another state's boards set theirs; the words are invented.

`read.json` holds what a person reads in each of them; an outline has one line a clause: kind,
depth, label and the first two words.
"""

import json
from pathlib import Path

import pytest

from policies.importing import parse
from policies.importing.decoding import decode
from tests.policies.importing.reading import cross_codes, dates, outline
from tests.policies.importing.test_account import account, letters

FAMILIES = Path(__file__).parent / "families"
READ = json.loads((FAMILIES / "read.json").read_text())


@pytest.mark.parametrize("name", sorted(READ))
def test_a_policy_is_read_as_its_board_set_it(name):
    parsed, read = parse(FAMILIES / name), READ[name]
    assert outline(parsed) == read["outline"]
    assert {
        "code": parsed.code,
        "title": parsed.title,
        "dates": [f"{kind} {iso}" for kind, iso in dates(parsed)],
        "laws": [law.text for law in parsed.legal_refs],
        "policies": cross_codes(parsed),
    } == {name: value for name, value in read.items() if name != "outline"}


@pytest.mark.parametrize("name", sorted(READ))
def test_every_letter_of_it_is_accounted_for(name):
    path = FAMILIES / name
    assert account(parse(path)) == letters(decode(path.read_bytes()))
