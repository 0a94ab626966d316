# One command each; `make help` lists them. Nothing outside .venv is touched, but for system packages that a
# fresh Debian or Ubuntu lacks (python3-venv; for the tests Chromium and LibreOffice).
PYTHON ?= python3
PORT ?= 8501
MINUTES ?= 30
BIN := .venv/bin
READY := .venv/.ready

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# $(call apt-get,PACKAGES); in brackets, so that what stands before or after it is joined to the whole of it.
apt-get = ( $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) )

.DEFAULT_GOAL := help
.PHONY: run test quick format check mutants bench messages help system-for-tests

run: $(READY) ## Serve the atlas on http://127.0.0.1:8501 (PORT=8600 for another port)
	@echo "The atlas is on http://127.0.0.1:$(PORT) (stop with Ctrl+C)"
	@$(BIN)/dashboard serve --host 127.0.0.1 --port $(PORT)

test: $(READY) system-for-tests ## Run all tests, those in a real browser too
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser"
	$(BIN)/python -m pytest -m browser

quick: $(READY) ## Run the tests that need no browser, no office program, no whole page and no walk through many views
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not browser and not office and not pages"

format: $(READY) ## Bring the code into the form that `make check` asks for
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: $(READY) ## Check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

mutants: $(READY) ## Change the code in small ways and tell what no test notices (OF="dashboard.package.rules*", MINUTES=5)
	$(BIN)/python tests/mutants.py --minutes $(MINUTES) $(OF)

bench: $(READY) system-for-tests ## Measure loading, filtering, drawing and the browser
	$(BIN)/python -m bench

messages: $(READY) ## Carry new sentences of the code into the catalogues of src/dashboard/locales
	$(BIN)/python -m dashboard.messages

.PHONY: docs
docs: $(READY) ## Renew the lists in README and docs that are made from the code
	$(BIN)/python tests/lists.py

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Renewed only when what it was made from changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call apt-get,$(notdir $(PYTHON))-venv)
	@[ -x $(BIN)/python ] && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

# The tests drive the system's own browser, and look at slides and documents as an office program draws them.
system-for-tests:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| [ -n "$$CHROMIUM" ] || $(call apt-get,chromium) || $(call apt-get,chromium-browser)
	@command -v soffice >/dev/null || command -v libreoffice >/dev/null \
		|| $(call apt-get,libreoffice-impress libreoffice-writer)
