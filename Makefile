# Everything is done inside .venv, which the lock file describes completely.
.DEFAULT_GOAL := help
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
READY := .venv/ready

.PHONY: help run test fuzz check bench catalogues docs reports lock

help:  ## list these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# The day of the fictitious district in data/.
AS_OF := 2026-09-15

run: $(READY)  ## validate data/, say who is eligible for tier 1 and why, rank the three tiers
	$(BIN)/cadrectl --as-of $(AS_OF) validate
	$(BIN)/cadrectl --as-of $(AS_OF) eligible --tier 1 --explain
	$(BIN)/cadrectl --as-of $(AS_OF) rank --tier 1
	$(BIN)/cadrectl --as-of $(AS_OF) rank --tier 2
	$(BIN)/cadrectl --as-of $(AS_OF) rank --tier 3

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

fuzz: $(READY)  ## run the tests on random examples with new seeds and twenty times as many of them
	$(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis --hypothesis-profile fuzz

check: $(READY)  ## style, types, architecture, and documents in step with the program
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_translations.py tests/test_readme.py

bench: $(READY)  ## measure speed and memory on generated districts, print the table, keep its history
	$(BIN)/python -m tests.bench

catalogues: $(READY)  ## take new messages up into the Chinese catalogue and compile it
	$(BIN)/python -m tests.catalogues

docs: $(READY)  ## rewrite the generated parts of README.md and of the docs
	$(BIN)/cog -r -I . README.md cadrectl/docs/*.md

reports: $(READY)  ## write the reports of the fictitious district anew after a change of data/ or of the program
	$(BIN)/python -m tests.report.rewrite

lock:  ## resolve the dependencies again (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --upgrade \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --group dev pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cadrectl needs Python 3.11 or later")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)
