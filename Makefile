# `make` alone lists what there is to do.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
TEST_ARGS ?=
FAULTS_ARGS ?=

# Where the environment forbids Python to keep what it has compiled, every process compiles everything again: a start
# of the product takes 1.5 times as long, and the tests start it often.
unexport PYTHONDONTWRITEBYTECODE

# `make run PORT=9000` is short for XIUHUA_PORT=9000.
ifdef PORT
export XIUHUA_PORT := $(PORT)
endif

##@ Xiuhua 绣花

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  \033[36mmake %-8s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

.PHONY: run
run: $(VENV)/.ready ## a living city at http://127.0.0.1:8050 (Ctrl-C stops everything)
	@exec $(PYTHON) manage.py demo

.PHONY: install
install: $(VENV)/.ready-dev ## .venv with everything for running, testing and developing

.PHONY: clean
clean: ## remove .venv and what tools have cached; data in ./var stays
	@rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ For developers

.PHONY: test
test: $(VENV)/.ready-dev test-tools test-modules ## every test; installs what they need where it may
	@$(PYTHON) -m pytest -n 2 --dist loadfile $(TEST_ARGS)

.PHONY: lint
lint: $(VENV)/.ready-dev ## ruff, mypy, ESLint and the types of the scripts
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@if node -e '$(GOOD_NODE)' 2>/dev/null && command -v npm >/dev/null; then $(MAKE) lint-js; \
		else echo "▸ Node 20.19 or newer with npm is not installed, so the scripts are neither linted nor type-checked"; fi

.PHONY: check
check: lint test ## lint, types and tests

.PHONY: e2e
e2e: $(VENV)/.ready-dev test-tools test-modules ## browser tests only
	@$(PYTHON) -m pytest tests/e2e $(TEST_ARGS)

.PHONY: faults
faults: $(VENV)/.ready-dev test-tools ## faults at full length on both stacks, 20 minutes; writes docs/reliability.md
	@$(PYTHON) -m tests.faults $(FAULTS_ARGS)

.PHONY: bench
bench: $(VENV)/.ready-dev ## the benchmark tables
	@$(PYTHON) -m bench

# What follows is called by the targets above.

# The tools that look at the scripts, pinned in package-lock.json; nothing of them reaches a browser.
GOOD_NODE := const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)

.PHONY: lint-js
lint-js: node_modules/.ready
	@node_modules/.bin/eslint --max-warnings 0 .
	@node_modules/.bin/tsc --project tools/js/tsconfig.json
	@node_modules/.bin/tsc --project tools/js/workers.json

node_modules/.ready: package.json package-lock.json .npmrc
	@echo "▸ installing package-lock.json (once)"
	@npm ci --no-progress --loglevel=error >/dev/null \
		|| { echo "Installing package-lock.json failed. Is there a network?" >&2; exit 1; }
	@touch $@

.PHONY: test-modules
test-modules:
	@if node -e '$(GOOD_NODE)' 2>/dev/null && command -v npm >/dev/null; then \
		$(MAKE) node_modules/.ready || echo "▸ not installed, so these will skip: signing in at a real provider"; fi

# A Python is good when it is 3.11, 3.12 or 3.13 and can make virtual environments.
GOOD_PYTHON := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

$(VENV)/bin/python:
	@for candidate in python3.12 python3.13 python3.11 python3 python; do \
		if "$$candidate" -c '$(GOOD_PYTHON)' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "Python 3.11, 3.12 or 3.13 with its venv module is needed, and none was found." \
			"On Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 1; \
	fi; \
	echo "▸ making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV)

# $(call pip-install,FILE): one line that tells what is being fetched; pip's warnings go to a log, its errors are shown.
define pip-install
	@echo "▸ installing $(1) (once; a minute or two)"
	@$(PYTHON) -m pip install --disable-pip-version-check --prefer-binary -r $(1) 2>$(VENV)/install.log \
		| awk -v tty="$$([ -t 1 ] && echo 1 || echo 0)" 'tty && /^(Collecting|Installing)/ \
			{printf "\r\033[K  %.70s", $$0; fflush()} END {if (tty) printf "\r\033[K"}' \
		|| { grep -E '^ERROR' $(VENV)/install.log >&2 || cat $(VENV)/install.log >&2; \
			echo "Installing $(1) failed (all of it: $(VENV)/install.log). Is there a network?" >&2; exit 1; }
endef

$(VENV)/.ready: requirements.txt constraints.txt | $(VENV)/bin/python
	$(call pip-install,requirements.txt)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(call pip-install,requirements-dev.txt)
	@touch $@

# Programs that some tests start themselves. Installed where it is allowed; else those tests skip.
.PHONY: test-tools
test-tools:
	@missing=""; lost=""; \
	need() { if ! eval "$$3" >/dev/null 2>&1; then missing="$$missing $$1"; lost="$$lost; $$2 ($$1)"; fi; }; \
	PATH="$$PATH:/usr/sbin"; \
	need chromium "browser tests" 'command -v chromium || command -v chromium-browser'; \
	need mosquitto "tests against Mosquitto" 'command -v mosquitto'; \
	need postgresql "tests against PostgreSQL" 'compgen -G "/usr/lib/postgresql/*/bin/initdb" || command -v initdb'; \
	need nodejs "tests of the scripts" 'command -v node'; \
	need npm "lint and types of the scripts" 'command -v npm'; \
	need fonts-noto-cjk "Chinese glyphs in pictures" 'compgen -G "/usr/share/fonts/opentype/noto/*CJK*" || fc-list :lang=zh | grep -q .'; \
	[ -z "$$missing" ] && exit 0; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	if command -v apt-get >/dev/null && { [ -z "$$sudo" ] || $$sudo true 2>/dev/null; }; then \
		echo "▸ installing for the tests:$$missing"; \
		if $$sudo apt-get update -qq >/dev/null && $$sudo env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $$missing >/dev/null; then exit 0; fi; \
	fi; \
	echo "▸ not installed, so these will skip:$${lost#;}"
