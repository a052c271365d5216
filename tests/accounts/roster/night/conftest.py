from __future__ import annotations

import pytest

from tests.accounts.roster.night.server import https_server


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server of the district's, whose certificate this process trusts."""
    with https_server(tmp_path) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        yield running
