# One command each. `make demo` and `make test` set up what they need; both can be repeated.

ifndef PYTHON
PYTHON := $(shell sh tools/python.sh)
endif
export PYTHON
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
OUT ?= out
# One more than there are cores: some tests wait for clocks and deadlines.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# What Python compiles is kept wherever this runs: tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test soak bench check accept pictures screenshots serve lock wheel clean

help:  ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(STAMPS)/ready  ## Render every case of the corpus to out/ and check it
	$(BIN)/docgen demo --out $(OUT)

test: $(STAMPS)/testable  ## Run every test
	sh tools/in_memory.sh $(BIN)/pytest -n $(WORKERS) --dist loadgroup

soak: $(STAMPS)/testable  ## Run every test in its long form, and 2,000 documents against the memory
	DOCGEN_SOAK=1 sh tools/in_memory.sh $(BIN)/pytest -n $(WORKERS) --dist loadgroup
	$(BIN)/docgen bench --only memory --soak --gate

bench: $(STAMPS)/ready  ## Time the hot functions one by one (docgen bench measures the whole)
	$(BIN)/pytest tests/benchmarks -o python_files='bench_*.py' --benchmark-only --benchmark-timer=time.process_time

check: $(STAMPS)/ready  ## Style, types, import contracts and template lint, in under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/docgen lint

accept: $(STAMPS)/ready  ## Refresh the snapshots after looking at what changed
	DOCGEN_ACCEPT=1 $(BIN)/pytest tests/test_snapshots.py tests/test_gallery.py tests/browser -k "look or says" -n $(WORKERS) --dist loadgroup

pictures: $(STAMPS)/ready  ## Draw the README's picture again
	$(BIN)/python tools/pictures.py

screenshots: $(STAMPS)/testable  ## Take the README's pictures of the pages again, and more to out/
	$(BIN)/python -m tools.screenshots

serve: $(STAMPS)/ready  ## Start the service on this machine
	$(BIN)/docgen serve

wheel: $(STAMPS)/ready  ## Build a wheel that works outside the checkout
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

lock: $(STAMPS)/venv  ## Resolve the dependencies again, with hashes
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra cluster --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:  ## Remove what can be made again
	rm -rf $(VENV) $(STAMPS) $(OUT) build dist tools/redocly/node_modules

$(STAMPS)/ready: requirements.lock pyproject.toml tools/system.sh | $(STAMPS)
	sh tools/system.sh
	$(MAKE) --no-print-directory $(STAMPS)/venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(STAMPS)/testable: $(STAMPS)/ready
	sh tools/system.sh tests
	if node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null; then \
		npm ci --prefix tools/redocly --ignore-scripts --no-audit --no-fund --silent; \
	else echo "没有 Node.js 20：接口契约不用 Redocly 检查。"; fi
	touch $@

$(STAMPS)/venv: | $(STAMPS)
	$(PYTHON) -m venv $(VENV)
	touch $@

$(STAMPS):
	mkdir -p $@
