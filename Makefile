# The set-up and the checks. Each target sets up what it needs; what is already there is not touched again.
PYTHON := .venv/bin/python
.NOTPARALLEL:
.PHONY: setup setup-tests run test check lock

setup:
	@scripts/setup packages-run.txt

setup-tests:
	@scripts/setup packages-run.txt packages-test.txt
	@scripts/setup-simulator

run: setup
	@$(PYTHON) main.py demo $(ARGS)

# Offscreen; the tests marked x11 start their own Xvfb and openbox (tests/support/x_display.py), so that
# one run gives one closing line. A file stays on one worker: the servers it starts are started once.
test: setup-tests
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 2 --dist loadfile $(ARGS)

# tests/architecture is the house rules, import-linter among them.
check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON) -m pytest -q tests/architecture

lock: setup
	@scripts/lock
