# Every target sees to its own prerequisites: Python 3.11, 3.12 or 3.13 is all that must be there.
# `make setup PYTHON=python3.12` names a Python; from then on that environment is kept.

.DEFAULT_GOAL := help
.PHONY: help setup demo test quick deep lint site serve release audit bench pictures clean

PYTHON ?= $(shell [ -x .venv/bin/python ] && [ -f .venv/.made-environment ] \
	&& echo .venv/bin/python || echo python3)

# Some programs find others by name (nbgrader: alembic, sphinx-katex: node, playwright: chromium).
# The environment's own must come first, whatever else is active.
unexport PYTHONHOME PYTHONPATH
# Each command would compile the packages anew, and a run of the tests starts hundreds of them.
unexport PYTHONDONTWRITEBYTECODE
export VIRTUAL_ENV := $(CURDIR)/.venv
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"

PORT ?= 8000
STUDENTS ?= 30

help:     ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s%s\n", $$1, $$2 }' Makefile

setup:    ## make .venv and install everything; does nothing when that is done
	@$(PYTHON) scripts/setup.py
	@$(PYTHON) scripts/system_packages.py
	@$(if $(filter setup,$(MAKECMDGOALS)),echo "setup: everything is in .venv and web/node_modules")

demo: setup      ## build the site, make a class (STUDENTS=30), grade it, and say where to look
	@$(RUN) python scripts/demo.py --students $(STUDENTS)

test: setup      ## everything, sampled where it repeats: lint, site, release, audit, tests
	@$(RUN) python scripts/system_packages.py --need bubblewrap chromium postgresql firefox-esr webkit2gtk-driver xvfb nginx-light
	@$(RUN) python scripts/test.py

quick: setup     ## lint and the unit tests, in under two minutes
	@$(RUN) python scripts/test.py lint unit

deep: setup      ## all that `make test` samples, and fuzzing: for an hour or two, before a release
	@$(RUN) python scripts/system_packages.py --need bubblewrap chromium postgresql firefox-esr webkit2gtk-driver xvfb nginx-light
	@$(RUN) python scripts/test.py --deep

lint: setup      ## style, layout and types
	@$(RUN) python scripts/test.py lint

site: setup      ## build the site into _build/html, with warnings as errors
	@$(RUN) python scripts/build_site.py

serve: site      ## build the site and serve it on this machine (PORT=8000)
	@$(RUN) python -u -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

release: setup   ## make exercises/ from solutions/
	@$(RUN) autograder release

audit: setup     ## grade the grader: every right version passes, every wrong one is named
	@$(RUN) autograder audit

bench: site      ## run the benchmarks and store their results
	@$(RUN) python benchmarks/grading.py
	@$(RUN) python benchmarks/diagnosis.py
	@$(RUN) python benchmarks/lookup_table.py
	@$(RUN) python benchmarks/two_workers.py
	@$(RUN) python benchmarks/small_class.py
	@$(RUN) python benchmarks/response_times.py
	@$(RUN) python benchmarks/page.py
	@$(RUN) python benchmarks/tuning.py

pictures: setup  ## make the README's pictures again, after `make demo`
	@$(RUN) python scripts/pictures.py

clean:           ## remove what was built, not .venv
	rm -rf _build .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . \( -path ./.venv -o -path ./web \) -prune -o -name __pycache__ -exec rm -rf {} +
