# make demo   the whole product in a minute        make demo ARGS="--simulate"
# make test   all checks and tests                 make test ARGS="tests/domain -k tie"
# Both set themselves up in .venv; another Python: make test PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV := uv==0.13.9

PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2] if sys.version_info >= (3, 11) else "")' 2>/dev/null)
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM

MADE := $(VENV)/made-by-python-$(PYTHON_VERSION)
LIBRARIES := $(VENV)/libraries-installed
TOOLS := $(VENV)/test-tools-installed
PROJECT := $(VENV)/project-installed
VENDOR := static/vendor/made-from.sha256

.PHONY: demo test words pictures browser lock lock-web clean
.DELETE_ON_ERROR:

demo: $(PROJECT)
	@$(BIN)/python -m jeugd demo $(ARGS)

test: $(PROJECT) $(TOOLS) browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --timeout 600 $(ARGS)

$(MADE):
	@test -n "$(PYTHON_VERSION)" || { echo "jeugd needs Python 3.11 or newer; name one, for example: make demo PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with Python $(PYTHON_VERSION)" >&2
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(LIBRARIES): requirements.txt $(MADE)
	@echo "Installing the libraries (the first time: up to a minute)" >&2
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): tests/requirements.txt $(LIBRARIES)
	@echo "Installing the test tools (the first time: up to a minute)" >&2
	@$(PIP) install --quiet --require-hashes -r tests/requirements.txt
	@touch $@

$(PROJECT): pyproject.toml jeugd/build_assets.py jeugd/web/package-lock.json $(LIBRARIES) $(VENDOR)
	@echo "Installing jeugd itself" >&2
	@$(PIP) install --quiet --no-deps --editable .
	@touch $@

# Made by the step above; here only so that a lost static/vendor/ is noticed.
$(VENDOR): ;

browser:
	@test -n "$(CHROMIUM)" || sh -c '\
	  sudo=; test "$$(id -u)" = 0 || sudo="sudo -n"; \
	  echo "Installing Chromium for the browser tests" >&2; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null' \
	|| { echo "The browser tests need Chromium: install it, or name one with CHROMIUM=/path/to/it." >&2; exit 1; }

# The pictures in the README, made by the browser test
pictures: $(PROJECT) $(TOOLS) browser
	JEUGD_PICTURES=docs $(BIN)/pytest -q tests/browser/test_pages.py -k public_result

# New sentences of the templates go into the catalogue; the Dutch is then written there by hand
CATALOGUE := jeugd/locale/nl/LC_MESSAGES/jeugd.po
SENTENCES := $(VENV)/sentences.pot
words: $(PROJECT)
	$(BIN)/pybabel -q extract -F jeugd/locale/babel.cfg --no-location --sort-by-file -o $(SENTENCES) templates
	$(BIN)/pybabel -q update -i $(SENTENCES) -o $(CATALOGUE) -l nl -w 100000 \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# The exact versions with their digests, without addresses; newer ones: make lock ARGS=--upgrade
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS)
lock: $(MADE)
	@$(PIP) install --quiet $(UV)
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group pyproject.toml:test -c requirements.txt -o tests/requirements.txt

lock-web:
	cd jeugd/web && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf .venv static/vendor dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find jeugd tests -name __pycache__ -type d -prune -exec rm -rf {} +
