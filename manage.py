#!/usr/bin/env python3
"""The portal's commands: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path

import environ

# Whatever is imported of the portal finds its settings named.
environ.Env.read_env(Path(__file__).resolve().with_name(".env"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district_portal.settings.development")

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from district_portal.embedded.environment import environment_for
from district_portal.embedded.places import PlaceError
from district_portal.embedded.postgres import ServerError
from district_portal.settings import from_files


def main() -> None:
    """Run one command, with the servers it needs."""
    try:
        from_files.fill(os.environ)
        with environment_for(sys.argv[1:], os.environ):
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, PlaceError, ServerError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
