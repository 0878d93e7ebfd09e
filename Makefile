# Two verbs matter: `make run` and `make test`. Each installs what it needs into the checkout.
SHELL := /bin/bash
unexport PYTHONDONTWRITEBYTECODE # without its cache every process of the tests compiles each module anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOME_DIR ?= var
ROWS ?= 10000000
CERTIFICATES := /etc/ssl/certs/ca-certificates.crt
ifneq ($(wildcard $(CERTIFICATES)),) # whom the machine trusts, a mirror of the office among them
export UV_SYSTEM_CERTS ?= 1
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif

.PHONY: run test check lint types layers fix short bench-load bench-beside bench-shapes bench-rules bench-rules-beside crash fuzz oracle moves worklist attack sbom docs guide visual lock clean setup setup-test

run: setup ## the demo city on http://127.0.0.1:8000
	$(BIN)/python -m service demo --home $(HOME_DIR) --port $(PORT)

test: setup-test ## the whole suite, with PostgreSQL and Chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal tests

check: test lint types layers short ## what CI runs, in the same order

lint: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup-test
	$(BIN)/mypy

layers: setup-test ## arrows point down, and every import is a declared one
	$(BIN)/lint-imports
	$(BIN)/deptry .

fix: setup-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

short: setup-test ## short forms of the long checks
	$(BIN)/python bench/crash.py --times 6 --pulls 20
	$(BIN)/python bench/mixed.py --files 300
	$(BIN)/python bench/fuzz.py --cases 2000
	$(BIN)/python bench/load.py --rows 300000
	$(BIN)/python -m bench.mutate_rules --sample 6
	$(BIN)/python -m bench.attack --examples 20
	$(BIN)/python -m bench.soak --seconds 15 --alerts 1000
	$(BIN)/python -m service bench --rows 1 --home $(VENV)

fuzz: setup-test ## 100,000 files that nobody would send
	$(BIN)/python bench/fuzz.py --cases 100000

crash: setup-test ## kill -9 at 200 random moments of receive and night, and of pull
	$(BIN)/python bench/crash.py --times 200

oracle: setup-test ## every rule against a second reckoning: three seeds, three sizes
	PURSEWATCH_ORACLE=whole $(BIN)/python -m pytest -n 2 tests/oracle

.PHONY: newer-duckdb
newer-duckdb: setup-test ## every rule's examples, and the second reckoning, on DuckDB 2
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --target $(VENV)/newer duckdb==2.0.1
	PYTHONPATH=$(VENV)/newer $(BIN)/python -m pytest -n 2 tests/alerts/test_rules.py tests/alerts/test_engine.py tests/oracle

.PHONY: mutate-rules
mutate-rules: setup-test ## each rule changed a little, many times: do its examples see it?
	$(BIN)/python -m bench.mutate_rules

bench-rules: setup-test ## every rule on an invented province: seconds, rows, memory
	$(BIN)/python -m bench.rules --payments $(ROWS)

bench-rules-beside: setup-test ## 15 rules on DuckDB, PostgreSQL and pandas: equal answers, then ratios
	$(BIN)/python -m bench.rules_beside --payments $(ROWS)

bench-load: setup-test ## ten million payments in GB18030 against ready UTF-8
	$(BIN)/python bench/load.py --rows $(ROWS)

bench-beside: setup-test ## a delivery through the dock, pandas and PostgreSQL: the same work
	$(BIN)/python bench/beside.py

bench-shapes: setup-test ## 1,000 small files, the same once more, a workbook of 200,000 rows
	$(BIN)/python bench/shapes.py

moves: setup-test ## 8 threads in 4 processes move the same 1,000 matters, two of them killed
	$(BIN)/python -m bench.moves --kill

worklist: setup-test ## a million alerts and a hundred thousand matters: pages, a night again
	$(BIN)/python -m bench.worklist

.PHONY: soak
soak: setup-test ## ten minutes of 64 connections reading and writing while nights are published
	$(BIN)/python -m bench.soak

.PHONY: bench-api
bench-api: setup-test ## the API under 64 connections with 100,000 alerts, a bare route beside it; needs wrk (apt-get install wrk)
	$(BIN)/python -m bench.api

attack: setup-test ## 200 hostile examples of every operation, as each role
	$(BIN)/python -m bench.attack --examples 200

sbom: setup-test ## the list of what is built in, as CycloneDX has it
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o sbom.json

docs: setup-test ## write the generated pages anew
	$(BIN)/python -m service docs

ON_DEMO = at=$$(mktemp -d) && $(BIN)/python -m service demo --home $$at/demo --no-serve && $(1); ended=$$?; rm -rf $$at; exit $$ended
GUIDED = $(call ON_DEMO,PURSEWATCH_GUIDE=$$at/demo $(1) $(BIN)/python -m pytest -q $(2))

guide: setup-test ## walk the guide's three ways on a demo city, and picture them anew
	@$(call GUIDED,,tests/browser/test_guide.py)

.PHONY: pictures
pictures: setup-test ## picture every page of a demo city anew, small, for `make visual`
	@$(call GUIDED,,tests/browser/test_pictures.py)

.PHONY: pages
pages: setup-test ## every page in both languages, themes and widths, held to all of axe
	PURSEWATCH_PAGES=whole $(BIN)/python -m pytest -n 2 tests/browser/test_pages.py

visual: setup-test ## walk them, and compare every page with the pictures that are kept
	@$(call GUIDED,PURSEWATCH_GUIDE_COMPARE=1,tests/browser/test_guide.py tests/browser/test_pictures.py)

.PHONY: bench-pages looks
bench-pages: setup-test ## every page on a fresh demo city: weight (held to its limit), server time, and when it is painted
	@$(call ON_DEMO,$(BIN)/python -m bench.pages $$at/demo --now 2026-10-03T04:00 && $(BIN)/python -m bench.paint $$at/demo --now 2026-10-03T04:00)

WAYS = "--width 1440" "--width 390" "--width 1440 --language en" "--width 390 --language en" "--width 1440 --scheme dark" "--width 1440 --print"
looks: setup-test ## a picture of every page on a fresh demo city, both widths, languages and themes, and on paper: tests/browser/shots
	@$(call ON_DEMO,for way in $(WAYS); do $(BIN)/python -m bench.looks $$at/demo --now 2026-10-03T04:00 --out "tests/browser/shots/$${way//[^0-9a-z]/}" $$way || break; done)

lock: $(BIN)/uv ## write the two lock files anew, with hashes and without addresses
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --group setup pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal \
		--python-version 3.11 --group setup --group dev pyproject.toml -o requirements-dev.lock

setup: $(VENV)/.run dashboards/static/vendor/.done
setup-test: $(VENV)/.test dashboards/static/vendor/.done tests/oidc/node_modules/.done $(VENV)/.system

$(BIN)/uv: requirements.lock
	@bash scripts/python.sh "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.run: $(BIN)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.system:
	@bash scripts/system.sh
	@touch $@

dashboards/static/vendor/.done: $(VENV)/.run dashboards/assets/package-lock.json $(wildcard dashboards/assets/*.py)
	$(BIN)/python -m dashboards.assets
	@touch $@

tests/oidc/node_modules/.done: $(VENV)/.test tests/oidc/package-lock.json
	$(BIN)/python -m tests.oidc
	@mkdir -p $(@D) && touch $@

clean:
	rm -rf $(VENV) dashboards/static/vendor dashboards/assets/node_modules tests/oidc/node_modules
