from __future__ import annotations

import pytest

from tests.languages import pseudo


@pytest.fixture(scope="session")
def pseudo_catalog(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    pseudo.write(folder)
    return folder


@pytest.fixture
def pseudo_language(pseudo_catalog, settings):
    """Its code; it is offered beside the portal's own for the length of a test."""
    settings.LOCALE_PATHS = [pseudo_catalog]
    settings.LANGUAGES = [("en", "English"), (pseudo.CODE, "Pseudo")]
    return pseudo.CODE
