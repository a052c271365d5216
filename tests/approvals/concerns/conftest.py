from __future__ import annotations

from importlib.resources import files

import pytest

from approvals.concerns.packs import keeping

SAMPLE = files("approvals.concerns.packs").joinpath("sample.toml").read_bytes()


@pytest.fixture
def pack(cast, settings):
    """The sample of a state pack, in use as in a demo district."""
    settings.DEMO = True
    brought = keeping.bring_in(SAMPLE, file="sample.toml", by=cast.ada)
    keeping.use(brought, by=cast.ada)
    settings.DEMO = False
    brought.refresh_from_db()
    return brought
