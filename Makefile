# What one can do with a checkout. `make help` lists it.
# Needs Python 3.11 or newer with venv, make and git; the rest is installed here.

PYTHON ?= python3
PORT ?= 8000
# Handed to pytest, as in: make unit ARGS="-k line"
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
# Stamps: a step runs again only when what it was made from is newer.
MADE := $(VENV)/made
RUNTIME := $(MADE)/runtime
DEV := $(MADE)/dev
VENDOR := $(MADE)/vendor
CHROMIUM_FOUND := $(MADE)/chromium

# What was compiled once is kept, whatever the machine says: every server that a test starts reads it.
unexport PYTHONDONTWRITEBYTECODE

# Four on two cores: each of them waits now and then, for a server or a database, and browsers mostly do.
SIDE_BY_SIDE = $(MAKE) --no-print-directory --keep-going -j4 --output-sync=target
PYTEST = CHROMIUM="$$(cat $(CHROMIUM_FOUND))" $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help run test check bench pictures vendor install lock texts format clean ruff mypy imports tsc citizens staff journeys others heart rooms unit

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) $(VENDOR) ## open the demo hall on http://127.0.0.1:8000/ (another port: make run PORT=8001)
	@HAOHAO_DEMO=1 HAOHAO_PORT=$(PORT) $(BIN)/flask --app server demo
	@HAOHAO_DEMO=1 HAOHAO_PORT=$(PORT) exec $(BIN)/python server.py

test: $(DEV) $(VENDOR) $(CHROMIUM_FOUND) ## everything: lint, types, import rules, unit, store, journeys, browser
	@$(if $(ARGS),$(PYTEST) $(ARGS),$(SIDE_BY_SIDE) ruff imports tsc mypy citizens staff journeys others)

check: $(DEV) $(VENDOR) ## quick: lint, types, import rules, unit tests
	@$(SIDE_BY_SIDE) heart rooms ruff mypy imports tsc

bench: $(DEV) $(VENDOR) $(CHROMIUM_FOUND) ## side-by-side measurements; each prints ratios
	@for bench in $$(grep -l __main__ bench/*.py); do \
		CHROMIUM="$$(cat $(CHROMIUM_FOUND))" $(BIN)/python -m bench.$$(basename $$bench .py) || exit 1; \
	done

pictures: $(DEV) $(VENDOR) $(CHROMIUM_FOUND) ## the pictures of the README, taken anew from the screens
	@CHROMIUM="$$(cat $(CHROMIUM_FOUND))" $(BIN)/python -m setup.pictures

install: $(DEV) $(VENDOR) ## everything a developer needs, without running anything
vendor: $(VENDOR) ## the browser libraries, into web/static/vendor

ruff: $(DEV) ## lint
	@$(BIN)/ruff check --quiet
mypy: $(DEV) ## types of the Python code
	@$(BIN)/mypy --no-error-summary
imports: $(DEV) ## import rules
	@$(BIN)/lint-imports --no-logo > $(MADE)/imports.txt || { cat $(MADE)/imports.txt; exit 1; }
tsc: $(VENDOR) ## types of the browser code
	@PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/tsc -p tsconfig.json
# The four parts of `make test`, about as long as each other; a new page's tests belong to the citizens' until named here.
STAFF := $(patsubst %,tests/browser/test_%.py,cases console desk entrance manager recipients whole_journey)
citizens: $(DEV) $(VENDOR) $(CHROMIUM_FOUND)
	@$(PYTEST) tests/browser $(STAFF:%=--ignore=%)
staff: $(DEV) $(VENDOR) $(CHROMIUM_FOUND)
	@$(PYTEST) $(STAFF)
journeys: $(DEV) $(VENDOR) $(CHROMIUM_FOUND)
	@$(PYTEST) tests/journeys
others: $(DEV) $(VENDOR) $(CHROMIUM_FOUND)
	@$(PYTEST) --ignore=tests/browser --ignore=tests/journeys
# What starts nothing and writes nothing, in two halves for two cores.
UNIT = $(BIN)/python -m pytest -q -m "not server and not store" --hypothesis-profile=quick --ignore=tests/browser --ignore=tests/journeys
heart: $(DEV)
	@$(UNIT) tests/hall
rooms: $(DEV)
	@$(UNIT) --ignore=tests/hall
unit: $(DEV) ## tests of rules: nothing started, nothing written
	@$(UNIT) $(ARGS)

texts: $(DEV) ## bring the catalogues in web/locale up to date with the code
	@$(BIN)/python -m web.texts
format: $(DEV) ## sort imports, mend what the linter can mend
	@$(BIN)/ruff check --fix

# The locks are made anew only on purpose; uv is wanted for nothing else.
COMPILE = $(MADE)/uv/bin/uv pip compile pyproject.toml --quiet --system-certs --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade --group browser-libraries
lock: $(VENDOR) ## lock the newest versions allowed by pyproject.toml and package.json
	@$(PYTHON) -m venv $(MADE)/uv
	@$(MADE)/uv/bin/python -m pip install -qq --disable-pip-version-check uv
	@$(COMPILE) --output-file requirements.txt
	@$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm update --package-lock-only

clean: ## remove everything made here but the hall's data
	rm -rf $(VENV) node_modules web/static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv ..."
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(BIN)/python
	@echo "Installing what the hall needs ..."
	@$(PIP) -r requirements.txt
	@mkdir -p $(MADE) && touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENDOR): package-lock.json package.json .npmrc setup/vendor.py $(RUNTIME)
	@echo "Fetching the browser libraries ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@$(BIN)/python setup/vendor.py
	@touch $@

# Looked up each time: a browser may have come or gone, CHROMIUM may name another.
.PHONY: $(CHROMIUM_FOUND)
$(CHROMIUM_FOUND): $(RUNTIME)
	@$(BIN)/python setup/chromium.py > $@
