"""The files that an operator copies, and the pages that say how: what they name is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
import yaml
from django.core.management import get_commands

from district_portal.embedded import programs
from district_portal.embedded.places import Places
from district_portal.ui.uploads import MOST
from tests.architecture.tree import ROOT

OPERATING = ROOT / "docs" / "operating"
DEPLOY = OPERATING / "deploy"
PAGES = sorted(OPERATING.glob("*.md"))
UNITS = sorted(path for path in DEPLOY.rglob("policy-portal*") if path.is_file())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
PARTS = ("web", "worker", "beat")
HOME = "/srv/policy-portal"
EXPOSED = 20
"""The most that systemd-analyze may find a unit exposed, in tenths; it calls up to 2 safe."""
OTHERS = {"PORTAL_WEB", "POSTGRES_PASSWORD_FILE", "PYTHONUNBUFFERED"}
"""Variables of Caddy, PostgreSQL's image and Python."""
PASSWORDS = {"PORTAL_PASSWORD", "PORTAL_OWNER_PASSWORD", "PORTAL_DISPOSAL_PASSWORD"}


def named(path):
    return str(path.relative_to(DEPLOY))


def lines_of(unit):
    """What a unit sets, in order, lines that go on put together."""
    text = unit.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if "=" in line and not line.startswith("#")]


def runs(unit):
    """The arguments of the Python that a unit starts."""
    started = [line for line in lines_of(unit) if line.startswith("ExecStart=")]
    python, *arguments = shlex.split(started[0].partition("=")[2])
    assert python == f"{HOME}/.venv/bin/python"
    return arguments


def must_have(program):
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    return path or pytest.skip(f"{program} is not here")


@pytest.mark.parametrize("unit", UNITS, ids=named)
def test_systemd_understands_each_unit(unit, tmp_path):
    program = must_have("systemd-analyze")
    python = tmp_path / "portal" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    for each in unit.parent.glob("policy-portal*"):
        text = each.read_text(encoding="utf-8").replace(HOME, str(tmp_path / "portal"))
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    told = subprocess.run(
        [program, "verify", "--man=no", tmp_path / unit.name],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in told.stderr.splitlines() if "policy-portal" in line] == []
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=named)
def test_each_service_is_locked_in(unit):
    program = must_have("systemd-analyze")
    asked = [program, "security", "--offline=yes", f"--threshold={EXPOSED}", "--no-pager", unit]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=named)
def test_each_service_is_of_its_own_user_and_starts_again(unit):
    settled = lines_of(unit)
    assert {"User=portal", "Group=portal", f"WorkingDirectory={HOME}"} <= set(settled)
    assert {"Restart=always", "StartLimitIntervalSec=0", "NoNewPrivileges=yes"} <= set(settled)


def test_the_services_of_one_deployment_are_hardened_alike():
    hardened = {
        tuple(lines_of(unit)[lines_of(unit).index("StateDirectory=policy-portal") :])
        for unit in (DEPLOY / "usual").glob("*.service")
    }
    assert len(hardened) == 1


@pytest.fixture
def run_by_runportal(tmp_path, monkeypatch):
    """The arguments with which `runportal` starts each part."""
    places = Places(var=tmp_path, data=tmp_path, sockets=tmp_path)
    places.run.mkdir()
    started = []
    monkeypatch.setattr(
        programs, "spawn", lambda given, **_: started.append(given) or SimpleNamespace(pid=1)
    )
    made = programs.Programs(places, {})
    for part in (made.web(SimpleNamespace(fileno=lambda: 3)), made.worker(), made.beat()):
        part.start()
    return dict(zip(PARTS, (arguments[1:] for arguments in started), strict=True))


def without(arguments, *options):
    """The arguments but for these options and what follows each."""
    kept = iter(arguments)
    return [one for one in kept if one not in options or next(kept) is None]


@pytest.mark.parametrize("part", PARTS)
def test_each_unit_and_each_container_runs_what_runportal_runs(part, run_by_runportal):
    places = ("--bind", "--workdir", "--schedule", "--hostname")
    expected = sorted(without(run_by_runportal[part], *places))
    unit = runs(DEPLOY / "usual" / f"policy-portal-{part}.service")
    container = ["-m", *shlex.split(COMPOSE["services"][part]["command"])]
    assert sorted(without(unit, *places)) == expected
    assert sorted(without(container, *places)) == expected


def test_the_small_one_runs_runportal():
    assert runs(DEPLOY / "small" / "policy-portal.service")[:2] == ["manage.py", "runportal"]


def test_the_files_that_compose_names_are_there():
    folder = DEPLOY / "compose"
    context = (folder / COMPOSE["x-portal"]["build"]["context"]).resolve()
    assert context == ROOT
    assert (context / COMPOSE["x-portal"]["build"]["dockerfile"]).is_file()
    mounts = [
        mount.partition(":")[0]
        for service in COMPOSE["services"].values()
        for mount in service["volumes" if "volumes" in service else "tmpfs"]
    ]
    assert [mount for mount in mounts if mount[0] == "." and not (folder / mount).is_file()] == []
    assert {mount for mount in mounts if mount[0].isalpha()} == set(COMPOSE["volumes"])
    secret = COMPOSE["secrets"]["database_password"]["file"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    for kept in (secret, COMPOSE["x-portal"]["env_file"]):
        assert f"docs/operating/deploy/compose/{kept}\n" in ignored
        assert kept in (folder / "Dockerfile.dockerignore").read_text(encoding="utf-8")


def certificate(folder):
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=policies.example.org"]
    files = ["-keyout", folder / "key", "-out", folder / "certificate"]
    subprocess.run([must_have("openssl"), *made, *files], capture_output=True, check=True)


def test_nginx_understands_its_file(tmp_path):
    program = must_have("nginx")
    certificate(tmp_path)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r" *listen \[::\].*\n", "", text)  # not every machine knows IPv6
    text = text.replace("listen 80;", "listen 127.0.0.1:47080;")
    text = text.replace("listen 443 ", "listen 127.0.0.1:47443 ")
    text = text.replace("/etc/ssl/policies.crt", str(tmp_path / "certificate"))
    text = text.replace("/etc/ssl/private/policies.key", str(tmp_path / "key"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {own} {text} }}"
    )
    asked = [program, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "test is successful" in told.stderr, told.stderr


def test_caddy_understands_its_file(tmp_path):
    told = subprocess.run(
        [
            must_have("caddy"),
            "validate",
            "--adapter",
            "caddyfile",
            "--config",
            DEPLOY / "Caddyfile",
        ],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_web_servers_let_pass_what_the_portal_takes():
    caddy = re.search(r"max_size (\d+)MB", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))
    nginx = re.search(r"body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert int(caddy[1]) * 1000**2 > MOST
    assert int(nginx[1]) * 1024**2 > MOST


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page):
    commands = set(
        re.findall(r"(?:python |`)manage\.py ([a-z]\w+)", page.read_text(encoding="utf-8"))
    )
    assert commands - set(get_commands()) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_links_or_copies_is_there(page):
    text = page.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    copied = re.findall(r"install --mode 644 (\S+) /etc/systemd", text)
    copied += re.findall(r"/operating/deploy/([A-Z]?[\w.-]+) >", text)
    gone += [name for name in copied if not list(DEPLOY.glob(name))]
    units = re.findall(r"policy-portal-?\w*\.(?:service|socket|target)", text)
    units += re.findall(r"(?:systemctl|journalctl)[^`\n]* (policy-portal[\w.-]*)", text)
    there = {each for unit in UNITS for each in (unit.name, unit.stem)}
    assert gone + [unit for unit in units if unit not in there] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_heading_that_a_page_leads_to_is_there(page):
    for name, heading in re.findall(r"\]\(([\w.-]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
        there = (page.parent / name if name else page).read_text(encoding="utf-8")
        headings = re.findall(r"(?m)^#+ (.+)$", there)
        assert heading in {
            re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings
        }


@pytest.mark.parametrize("page", ["installing.md", "usual.md", "large.md"])
def test_every_unit_that_a_page_enables_can_be(page):
    text = (OPERATING / page).read_text(encoding="utf-8")
    enabled = " ".join(re.findall(r"systemctl enable --now ([^\n`]+)", text)).split()
    units = {unit.name: unit.read_text(encoding="utf-8") for unit in UNITS}
    assert enabled
    for name in enabled:
        assert "[Install]" in units[name if "." in name else f"{name}.service"]


def known_variables():
    """Those of .env.example, each of its secrets as a file too, and those of others."""
    shown = (ROOT / ".env.example").read_text(encoding="utf-8")
    own = set(re.findall(r"(?m)^#?([A-Z_]+)=", shown))
    return own | {f"{name}_FILE" for name in own} | OTHERS | PASSWORDS


@pytest.mark.parametrize(
    "name", ["installing.md", "usual.md", "large.md", "docker.md", *map(named, SERVICES)]
)
def test_every_variable_is_one_that_something_reads(name):
    path = OPERATING / name if name.endswith(".md") else DEPLOY / name
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", text))
    used |= set(re.findall(r"(?:Environment=|echo |export |'|`|\n)([A-Z]+_[A-Z_]+)=", text))
    assert used
    assert used - known_variables() == set()


def test_every_variable_of_the_containers_is_one_that_something_reads():
    given = {name for each in COMPOSE["services"].values() for name in each.get("environment", {})}
    dockerfile = (DEPLOY / "compose" / "Dockerfile").read_text(encoding="utf-8")
    given |= set(re.findall(r"(?:ENV|^ +)\s*([A-Z_]+)=", dockerfile, re.MULTILINE))
    assert given
    assert given - known_variables() == set()
