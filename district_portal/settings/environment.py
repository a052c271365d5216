"""The environment that all settings come from, with what stands in .env and in files of secrets."""

import os
from pathlib import Path

import environ

from district_portal.settings import from_files

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")
from_files.fill(os.environ)
VAR_DIR = Path(env("PORTAL_VAR", default=str(BASE_DIR / "var")))
