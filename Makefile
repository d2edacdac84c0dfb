# The product's commands. `make help` explains them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes --no-compile
PORT ?= 8000
export PORT

# A stamp says what an environment holds; it is older than its requirement files when they have changed.
PRODUCT := $(VENV)/.product
DEVELOPMENT := $(VENV)/.development
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/jisr/locale/*/LC_MESSAGES/*.po))

help: ## Explain every target.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: $(PRODUCT) $(CATALOGUES) ## Set up everything, load the programme, serve on http://127.0.0.1:8000 (PORT=... changes it). Ctrl-C stops.
	@PYTHONDONTWRITEBYTECODE= exec $(BIN)/jisr serve --prepare

test: setup ## Run the whole suite: on SQLite, on PostgreSQL and in the browser. Installs what the tests need.
	@sh scripts/system_packages.sh chromium gettext
	@$(BIN)/python -m scripts.run_tests

ci: setup ## Everything that must be green: style, types, import rules, messages, migrations, then `make test`.
	@sh scripts/system_packages.sh gettext
	@sh scripts/checks.sh
	@$(MAKE) test

bench: setup ## Measure the product against its budgets; one JSON line per figure.
	@sh scripts/system_packages.sh wrk || echo "Without wrk: measuring with a slower client."
	@$(BIN)/python -m bench.run

setup: $(DEVELOPMENT) $(CATALOGUES) ## Make .venv with the development tools. Nothing else.

messages: setup ## Collect the translatable texts into src/jisr/locale.
	@sh scripts/system_packages.sh gettext
	@sh scripts/collect_messages.sh src/jisr

lock: setup ## Compile requirements/*.in to hashed requirement files (UPGRADE=1 takes the newest versions).
	@sh scripts/lock.sh

reset: ## Delete what `make run` made: the trial's database, uploads and collected files. Asks first.
	@sh scripts/reset.sh

$(VENV)/bin/python:
	@echo "Making the environment in $(VENV) ..."
	@python=$$(sh scripts/prerequisites.sh) && "$$python" -m venv $(VENV)

$(PRODUCT): requirements/base.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the product needs ..."
	@$(PIP) -r requirements/base.txt -r requirements/build.txt
	@$(BIN)/python -m pip --disable-pip-version-check --quiet --quiet install --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPMENT): requirements/dev.txt $(PRODUCT)
	@echo "Installing what development and tests need ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

%.mo: %.po | $(PRODUCT)
	@$(BIN)/python -m scripts.compile_catalogue $< $@

.PHONY: help run test ci bench setup messages lock reset
