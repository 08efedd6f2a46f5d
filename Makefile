# Each target does all its own set-up; bare `make` lists them.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= build/demo
# only `make run` needs a display
export QT_QPA_PLATFORM := offscreen

.DEFAULT_GOAL := help
.PHONY: help demo test run check bench package messages pictures setup requirements clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## virtual environment, packages and Qt's system libraries

$(VENV)/.ready: requirements-dev.txt pyproject.toml packaging/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh packaging/setup.sh
	@touch $@

demo: $(VENV)/.ready ## the main job from survey to card, with 1,024 families; says where to look
	@[ "$(OUT)" != build/demo ] || rm -rf build/demo
	@$(BIN)/enumerator demo --out $(OUT)

test: $(VENV)/.ready ## run the tests
	@BIN=$(BIN) packaging/test.sh

run: $(VENV)/.ready ## open the program
	@env -u QT_QPA_PLATFORM $(BIN)/pendata

check: $(VENV)/.ready ## what must be green at every commit: ruff, mypy, import rules, tests
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@BIN=$(BIN) packaging/test.sh

bench: $(VENV)/.ready ## measure, side by side with the limits and the peers
	@$(BIN)/python -m benchmarks

package: $(VENV)/.ready ## build the frozen program with PyInstaller and let it test itself
	@$(BIN)/python packaging/build.py

pictures: $(VENV)/.ready ## draw every screen to build/pictures
	@$(BIN)/python -m ui.pictures build/pictures

messages: $(VENV)/.ready ## compile the translations
	@$(BIN)/python packaging/compile_messages.py

requirements: $(VENV)/.ready ## renew the hash-pinned requirements
	@$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header -q -o requirements.txt
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header -q -o requirements-dev.txt

clean: ## remove what was built, never data
	@rm -rf build dist $(VENV)
