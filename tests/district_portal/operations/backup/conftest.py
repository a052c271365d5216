from __future__ import annotations

import pytest

from district_portal.operations.backup import making
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published


@pytest.fixture
def district(cast):
    """People, a policy that Gus has signed, a mail that waits."""
    version = published("529", "Staff Use of Social Media")
    required(version)
    signed(cast.gus, version)
    return cast


@pytest.fixture
def parent(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def made(district, parent):
    """The folder of a backup of that district."""
    return parent / making.make(parent).name
