"""Commands share the embedded servers: the first starts them, the last stops them."""

import pytest

from district_portal.embedded.borrowing import (
    InUseError,
    Needs,
    borrow,
    postgres_of,
    share,
    take_over,
    valkey_of,
)

BOTH = Needs(postgres=True, valkey=True)


def test_servers_run_for_as_long_as_a_command_needs_them(places):
    with borrow(places, BOTH) as urls:
        assert set(urls) == {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
        assert postgres_of(places).answers()
        assert valkey_of(places).answers()
    assert not postgres_of(places).answers()
    assert not valkey_of(places).answers()


def test_only_what_is_missing_is_started(places):
    with borrow(places, Needs(postgres=False, valkey=True)) as urls:
        assert set(urls) == {"REDIS_URL"}
        assert postgres_of(places).mark.identity() is None


def test_of_two_commands_the_last_one_stops_the_servers(places):
    first, second = borrow(places, BOTH), borrow(places, BOTH)
    assert first.__enter__() == second.__enter__()
    first.__exit__(None, None, None)
    assert postgres_of(places).answers()
    second.__exit__(None, None, None)
    assert not postgres_of(places).answers()


def test_a_command_that_fails_stops_them_too(places):
    with pytest.raises(ValueError, match="no"), borrow(places, BOTH):
        raise ValueError("no")
    assert postgres_of(places).mark.identity() is None


def test_a_server_killed_under_a_command_is_started_for_the_next(places, kill):
    with borrow(places, BOTH):
        postgres_of(places).stop(postgres_of(places).mark.identity())
        with borrow(places, BOTH):
            assert postgres_of(places).answers()


def test_the_portal_waits_for_commands_and_then_keeps_its_servers_from_them(places):
    with borrow(places, BOTH), pytest.raises(InUseError), take_over(places, patience=0.2):
        pass
    with take_over(places, patience=0.2) as users:
        server = postgres_of(places)
        process = server.start(with_parent=True)
        server.wait_until_ready(process)
        held = share(users)
    with held:
        with borrow(places, Needs(postgres=True, valkey=False)):
            assert postgres_of(places).mark.identity().pid == process.pid
        assert server.answers()
    server.stop(process)
