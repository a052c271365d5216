"""Where policy texts lie: real ones that a clone may not have, and their fictional twins."""

from pathlib import Path

import pytest

from district_portal.demo import people_names
from tests.shared import SHARED

SEEDS = SHARED / "seeds"
TWINS = Path(people_names.__file__).with_name("texts") / "twins"

seeds_are_here = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the real policies are not beside this clone"
)
