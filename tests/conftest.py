from __future__ import annotations

import pgtrigger
import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.cast import Cast, call_the_cast
from tests.smtp import smtp_server  # noqa: F401


@pytest.fixture(autouse=True, scope="session")
def _frozen_tables_may_be_emptied_between_tests():
    """Tests with real transactions empty every table afterwards; the product never may."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_past_the_triggers(self, sql_list):
        with pgtrigger.ignore():
            flush(self, sql_list)

    DatabaseOperations.execute_sql_flush = flush_past_the_triggers
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture
def cast(db) -> Cast:
    return call_the_cast()
