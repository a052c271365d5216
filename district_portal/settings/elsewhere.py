"""Where people may sign in besides here: what the environment says of Google, Microsoft, others."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

GOOGLE = "https://accounts.google.com"
MICROSOFT = "https://login.microsoftonline.com"
TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
App = dict[str, Any]


def apps(env: environ.Env) -> list[App]:
    """The providers that are configured, as allauth wants them.

    Raises ImproperlyConfigured for one that would let in people of other organizations.
    """
    found = []
    if client := env("GOOGLE_CLIENT_ID", default=""):
        found.append(
            google(
                client,
                env("GOOGLE_CLIENT_SECRET"),
                domains=env.list("GOOGLE_DOMAIN", default=[]),
                second_factor=env.bool("GOOGLE_SECOND_FACTOR", default=False),
            )
        )
    if client := env("MICROSOFT_CLIENT_ID", default=""):
        found.append(
            microsoft(
                client,
                env("MICROSOFT_CLIENT_SECRET"),
                tenant=env("MICROSOFT_TENANT", default=""),
                second_factor=env.bool("MICROSOFT_SECOND_FACTOR", default=False),
            )
        )
    if client := env("OIDC_CLIENT_ID", default=""):
        found.append(
            other(
                client,
                env("OIDC_CLIENT_SECRET"),
                server=env("OIDC_SERVER", default=""),
                name=env("OIDC_NAME", default="OpenID Connect"),
                second_factor=env.bool("OIDC_SECOND_FACTOR", default=False),
            )
        )
    return found


def google(
    client: str,
    secret: str,
    *,
    domains: list[str],
    second_factor: bool = False,
    server: str = GOOGLE,
) -> App:
    """Google, for accounts of the Workspace domains `domains` alone."""
    if not domains:
        raise ImproperlyConfigured("GOOGLE_DOMAIN is missing: any Google account could sign in")
    hint = {"hd": domains[0]} if len(domains) == 1 else {}
    return _app("google", "Google", client, secret, server) | {
        "settings": {
            "server_url": server,
            "domains": [domain.strip().lower() for domain in domains],
            "auth_params": {"prompt": "select_account", **hint},
            "asks_again": False,
            "second_factor": second_factor,
        }
    }


def microsoft(
    client: str,
    secret: str,
    *,
    tenant: str,
    second_factor: bool = False,
    server: str = "",
) -> App:
    """Microsoft Entra ID, for accounts of the one directory `tenant` (a GUID) alone."""
    tenant = tenant.strip().lower()
    if not TENANT.fullmatch(tenant):
        raise ImproperlyConfigured(
            "MICROSOFT_TENANT must be the district's directory (tenant) ID, like "
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0; “common” would let in everybody"
        )
    server = server or f"{MICROSOFT}/{tenant}/v2.0"
    return _app("microsoft", "Microsoft", client, secret, server) | {
        "settings": {
            "server_url": server,
            "tenant": tenant,
            "auth_params": {"prompt": "select_account"},
            "asks_again": True,
            "second_factor": second_factor,
        }
    }


def other(client: str, secret: str, *, server: str, name: str, second_factor: bool = False) -> App:
    """Another server that speaks OpenID Connect; all of its people are the district's."""
    return _app("oidc", name, client, secret, server) | {
        "settings": {
            "server_url": server,
            "auth_params": {},
            "asks_again": True,
            "second_factor": second_factor,
        }
    }


def origins(found: list[App]) -> list[str]:
    """Where the buttons of these providers lead: what the page's policy must allow."""
    servers = [urlsplit(app["settings"]["server_url"]) for app in found]
    return sorted({f"{server.scheme}://{server.netloc}" for server in servers})


def _app(provider_id: str, name: str, client: str, secret: str, server: str) -> App:
    where = urlsplit(server)
    if where.scheme != "https" and where.hostname not in {"127.0.0.1", "localhost"}:
        raise ImproperlyConfigured(f"{name} must be reached by https://, not by {server!r}")
    return {"provider_id": provider_id, "name": name, "client_id": client, "secret": secret}
