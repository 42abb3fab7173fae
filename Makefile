# Needs python3 (3.10, 3.11 or 3.12) and PyPI, nothing else.
#   make demo VIDEO=my-deadlift.mp4    environment, install, the report of a clip
#   make test                          environment, install, linters and tests
#   make test-lab                      the lab's tests as well (installs torch)

VENV   ?= .venv
VIDEO  ?= $(firstword $(wildcard sample_videos/*.mp4))
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: demo test test-lab check lint clean

demo: $(STAMP)
	@if [ -z "$(VIDEO)" ]; then \
	  echo "Name a clip of a deadlift or RDL set:  make demo VIDEO=path/to/clip.mp4"; exit 2; fi
	$(BIN)/hingecheck check "$(VIDEO)"

test: lint
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-lab: $(STAMP)
	@if [ -d src/hingecheck/lab ]; then \
	  $(BIN)/python -m pip install --quiet --group lab && $(BIN)/python -m pytest tests/lab; \
	else echo "test-lab: the lab is not built yet, nothing to test"; fi

$(STAMP): pyproject.toml scripts/make-venv
	@scripts/make-venv "$(VENV)"
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache
