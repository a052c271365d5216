"""The embedded PostgreSQL: it starts anywhere, closed to others, and again after any death."""

import subprocess
import sys
import time
from contextlib import closing

import psycopg2
import pytest

from district_portal.embedded import places as places_module
from district_portal.embedded import roles
from district_portal.embedded.places import make_places
from district_portal.embedded.postgres import SUPERUSER, PostgresServer, ServerError
from district_portal.embedded.processes import Mark


@pytest.fixture
def server(places):
    make_places(places)
    made = PostgresServer(
        places.data / "postgres",
        places.sockets / "postgres",
        places.logs / "postgres.log",
        Mark(places.run / "postgres.json"),
    )
    yield made
    if process := made.mark.identity():
        made.stop(process)


def started(server):
    process = server.start(with_parent=True)
    server.wait_until_ready(process)
    return process


def ask(server, question):
    url = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as run:
        run.execute(question)
        return run.fetchone()[0]


def test_it_starts_in_a_folder_with_a_space_and_stops_without_a_trace(server):
    process = started(server)
    assert ask(server, "SELECT 1") == 1
    server.stop(process)
    assert not server.answers()
    assert not (server.data / "postmaster.pid").exists()
    assert server.mark.identity() is None


def test_it_speaks_utf_8_sorts_by_code_and_counts_time_in_utc(server):
    started(server)
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT 'Z' < 'a'") is True
    assert ask(server, "SELECT lower('ÁÉ')") == "áé"
    assert ask(server, "SHOW timezone") == "UTC"


def test_nobody_else_can_reach_it(server):
    started(server)
    assert ask(server, "SHOW listen_addresses") == ""
    assert server.sockets.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_after_a_kill_it_starts_again_and_has_what_was_committed(server, kill):
    process = started(server)
    url = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as run:
        run.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    kill(process)
    started(server)
    assert ask(server, "SELECT seven FROM kept") == 7


def test_a_session_that_outlives_a_killed_server_does_not_bar_the_next(server, kill):
    process = started(server)
    busy = subprocess.Popen(
        [sys.executable, "-c", _BUSY, str(server.sockets), SUPERUSER], stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 10
    while ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%10000000000%'") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kill(process)
    started(server)
    assert ask(server, "SELECT 1") == 1
    busy.kill()
    busy.wait()


_BUSY = """
import sys, psycopg2
run = psycopg2.connect(host=sys.argv[1], user=sys.argv[2], dbname="postgres").cursor()
run.execute("SELECT count(*) FROM generate_series(1, 10000000000)")
"""


def test_a_stale_mark_of_a_process_that_is_now_another_does_not_bar_it(server):
    server.stop(started(server))
    (server.data / "postmaster.pid").write_text("1\n/nowhere\n0\n5432\n/nowhere\n\n  1 1\nready\n")
    started(server)
    assert ask(server, "SELECT 1") == 1


def test_a_first_start_that_was_cut_short_is_begun_anew(server):
    (server.data.parent / "postgres.new").mkdir()
    (server.data.parent / "postgres.new" / "PG_VERSION").write_text("18\n")
    started(server)
    assert ask(server, "SELECT 1") == 1


def test_files_of_somebody_else_are_not_overwritten(server):
    server.data.mkdir()
    (server.data / "letter.txt").write_text("Dear all")
    with pytest.raises(ServerError, match="no database"):
        server.start(with_parent=True)
    assert (server.data / "letter.txt").read_text() == "Dear all"


def test_data_of_another_release_is_told_in_one_sentence(server):
    server.stop(started(server))
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(ServerError, match="written by PostgreSQL 12"):
        server.start(with_parent=True)


def test_what_goes_wrong_is_shown_from_the_log(server):
    server.stop(started(server))
    (server.data / "postgresql.auto.conf").write_text("port = nonsense\n")
    process = server.start(with_parent=True)
    with pytest.raises(ServerError, match="nonsense"):
        server.wait_until_ready(process)


@pytest.mark.skipif(not places_module.am_root(), reason="only root is moved to another user")
def test_started_by_root_it_runs_as_the_service_user(server):
    process = started(server)
    status = places_module.Path(f"/proc/{process.pid}/status").read_text()
    uids = next(line for line in status.splitlines() if line.startswith("Uid"))
    assert set(uids.split()[1:]) == {str(places_module.SERVICE_UID)}
