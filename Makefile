# The portal's commands. They need Python 3.11 to 3.13, git and make; `make help` lists them.

# Another Python: make PYTHON=/path/to/python3.12 …
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	2>/dev/null && echo "$$python" && break; done)
PORT ?= 8000
# More for pytest: make test ARGS="tests/policies -k publish"
ARGS ?=
VENV = .venv/bin/python
PYTEST = $(VENV) -m pytest
# What was compiled is kept, whatever the machine says: without it each start compiles all modules
# anew, and each run of the tests the tests too, which takes longer than to collect them.
unexport PYTHONDONTWRITEBYTECODE
# The settings of a district, with made-up values: what `check --deploy` looks at.
DEPLOYED = DJANGO_SETTINGS_MODULE=district_portal.settings.production \
	SECRET_KEY=only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH \
	CONCERN_KEYS=3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs= \
	ALLOWED_HOSTS=portal.example.org PORTAL_ADDRESS=https://portal.example.org

.DEFAULT_GOAL := help
.PHONY: help run test journeys servers faults check soak bench shots install install-dev

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## the whole portal with its demo district on http://127.0.0.1:8000 (PORT= for another port)
	@exec env DJANGO_SETTINGS_MODULE=district_portal.settings.production DEMO=1 \
		$(VENV) manage.py runportal --port "$(PORT)"

test: install-dev ## rules, pages and main journeys on real PostgreSQL and Valkey (ARGS= for pytest)
	@$(PYTEST) -n auto --dist loadfile --no-loadscope-reorder -m "not fault and not soak and not slow_journey and not servers and not thorough" $(ARGS)

journeys: install-dev ## every journey in a real Chromium (CHROMIUM= for its path)
	@$(PYTEST) -n auto --dist loadfile --no-loadscope-reorder -m "(journey or slow_journey) and not soak" $(ARGS)

servers: install-dev ## the servers out of wheels: started, stopped, killed
	@$(PYTEST) -n auto -m servers tests/district_portal/embedded $(ARGS)

faults: install-dev ## short fault runs: parts are killed, what is left is counted
	@$(PYTEST) -n auto --dist loadfile -m "fault and not soak" $(ARGS)

check: install-dev ## lint, types, import contracts, migrations, deployment settings, known vulnerabilities, docs
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy
	@.venv/bin/lint-imports
	@$(VENV) manage.py makemigrations --check --dry-run
	@$(DEPLOYED) $(VENV) manage.py check --deploy --fail-level WARNING
	@$(VENV) -m tests.architecture.vulnerable
	@$(PYTEST) tests/architecture $(ARGS)

soak: install-dev ## the long fault, race and permission runs, and the journeys in every look
	@$(PYTEST) -m soak $(ARGS)
	@$(if $(ARGS),,EVERY_LOOK=1 $(MAKE) --no-print-directory journeys)

bench: install-dev ## figures beside their floors, one JSON line each
	@$(VENV) -m benchmarks $(ARGS)

shots: install-dev ## a picture of every page, both widths, light and dark, in var/shots
	@$(VENV) -m tests.journeys.shots $(ARGS)

install:
	@$(if $(PYTHON),,echo "Python 3.11, 3.12 or 3.13 is needed: install it, or make PYTHON=/path/to/it" >&2; exit 1)
	@$(PYTHON) district_portal/embedded/installing.py requirements.txt

install-dev: install
	@$(PYTHON) district_portal/embedded/installing.py requirements-dev.txt
