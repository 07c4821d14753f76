# Each target installs what it needs; a new machine needs only Python 3.11 or newer, pip and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OTHER := .venv-other
OTHER_READY := $(OTHER)/.ready
# The systems for which types are checked; `make test` checks only the first.
SYSTEMS := linux win32 darwin

.PHONY: help release recorded releases test test-all checked data prove reference writers pythons lint format bench clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 12

release: $(READY) ## Check the dataset and compile it into dist/releases/<version>/
	$(BIN)/mostanad validate .
	$(BIN)/mostanad build . --out dist/releases

# The last commit that added or removed the line of a version. Trailing commas are cut: they are columns added later.
recorded: ## Print each recorded version, and the commit that recorded it as it stands (needs the history of git)
	@tail -n +2 datasets/releases.csv | sed 's|,*$$||' | while read -r line; do \
		echo "$${line%%,*} $$(git log -1 --format=%H -S"$$line" -- datasets/releases.csv)"; \
	done

# With OLDER=parquet, all versions but the newest have no other forms.
releases: $(READY) ## Build every recorded version into dist/recorded, from the commit that recorded it (needs the history of git)
	@$(MAKE) --silent --no-print-directory recorded | sort -V | sed '$$!s/^/$(OLDER) /' | xargs -P 2 -I{} sh -ec '.ci/recorded {}'

checked: $(READY)
	@$(MAKE) --no-print-directory --jobs 2 lint data SYSTEMS="$(SYSTEMS)"

data: $(READY)
	$(BIN)/mostanad schema --check
	$(BIN)/mostanad contract
	$(BIN)/mostanad validate . --layers all

test: SYSTEMS := $(firstword $(SYSTEMS))
test: checked ## Everything but the slow tests, in a few minutes
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow"

test-all: checked ## Everything that must pass, as .ci/run calls it
	$(BIN)/pytest -n 2 --dist worksteal

prove: $(READY) ## Spoil the dataset in memory in every way: is each error found?
	$(BIN)/python -m tests.mutation

# On Debian, this needs the packages g++, pkg-config, libicu-dev, chromium, r-cran-rsqlite, and node with npm.
reference: $(READY) ## Check the exports with the tools of their formats, the site in a browser, the how-to pages in R and node
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-reference.txt
	MOSTANAD_REFERENCE=1 $(BIN)/pytest -n 2 tests/releases/exports tests/site tests/docs/test_howto.py

# An environment with the oldest Parquet writer that pyproject.toml allows; all other packages come from the first one.
$(OTHER_READY): $(READY)
	$(BIN)/python -m venv --without-pip $(OTHER)
	$(BIN)/python -m pip --python $(OTHER)/bin/python install --quiet --disable-pip-version-check --no-deps pyarrow==21.0.0
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"), "$(CURDIR)/src", sep="\n")' \
		> "$$($(OTHER)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/first.pth"
	touch $@

writers: $(OTHER_READY) ## Build under another version of the Parquet writer: other bytes, the same digests and root
	MOSTANAD_OTHER_PYTHON=$(CURDIR)/$(OTHER)/bin/python $(BIN)/pytest tests/releases/test_writers.py

pythons: $(READY) ## Try the wheel on every Python from 3.11 to 3.14 that can be had (some minutes for each)
	.ci/pythons

lint: $(READY) ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	printf '%s\n' $(SYSTEMS) | xargs -P 2 -I{} $(BIN)/mypy --platform {} --cache-dir .mypy_cache/{}

format: $(READY) ## Put code and tables into canonical form
	$(BIN)/ruff format .
	$(BIN)/mostanad fmt

bench: release ## Measure speed and memory beside peers and limits, and write docs/benchmarks.md (BENCH="--claims 10000000" for more)
	$(BIN)/python benchmarks/bench.py $(BENCH)
	$(BIN)/python benchmarks/site_build.py
	$(BIN)/python benchmarks/site_search.py

clean: ## Remove what is generated outside the repository's own files
	rm -rf dist $(VENV) $(OTHER)

$(READY): requirements-dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@
