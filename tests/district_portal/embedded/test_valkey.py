"""The embedded Valkey: a socket of its own, and nothing acknowledged is lost by a kill."""

import pytest
import redis

from district_portal.embedded.borrowing import valkey_of
from district_portal.embedded.places import make_places
from district_portal.embedded.postgres import ServerError


@pytest.fixture
def server(places):
    make_places(places)
    return valkey_of(places)


def started(server):
    process = server.start(with_parent=True)
    server.wait_until_ready(process)
    return process


def test_it_listens_on_its_socket_alone(server):
    started(server)
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        assert client.config_get("port") == {"port": "0"}
    assert server.socket.stat().st_mode & 0o077 == 0
    assert server.socket.parent.stat().st_mode & 0o077 == 0


def test_it_keeps_its_queue_over_a_stop(server):
    process = started(server)
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        client.rpush("queue", "a message")
    server.stop(process)
    assert not server.answers()
    started(server)
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        assert client.lrange("queue", 0, -1) == [b"a message"]


def test_after_a_kill_it_starts_again(server, kill):
    kill(started(server))
    started(server)
    assert server.answers()


def test_what_goes_wrong_is_shown_from_the_log(server):
    (server.data / "appendonlydir").mkdir(parents=True)
    (server.data / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(ServerError, match="manifest"):
        server.wait_until_ready(server.start(with_parent=True))
