# Needs python3 (3.10 or later) and PyPI, nothing else.
#   make demo                          environment, install, the report of a sample video, a picture and a page
#   make demo VIDEO=my-deadlift.mp4    the same of your own clip
#   make test                          environment, install, linters and tests
#   make test PYTEST=--cov             the same, and how much of the package the tests ran
#   make test-lab                      the lab's tests as well (installs torch)
#   make fuzz                          damaged inputs for an hour; make fuzz N=10000: so many
#   make soak                          live for half an hour, a batch that is killed over and over
#   make sbom                          what a release is made of: build/sbom.cdx.json
#   make audit                         known weaknesses of what it rests on
#   make docs                          the documentation site: build/site/index.html

VENV   ?= .venv
VIDEO  ?= sample_videos/deadlift-hips-rise-first.mp4
DEMO   := build/demo
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PYTEST ?=
# A process a core. The files as they are listed, commands and whole videos first: by default those of few tests come
# last, which are the slow ones, and one core waits for the other.
SPREAD := --numprocesses auto --dist loadfile --no-loadscope-reorder

# Compiled modules are kept: the tests start some hundreds of processes, and each would compile two hundred anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-lab docs lint fuzz soak sbom audit clean

demo: $(STAMP)
	@mkdir -p $(DEMO)
	$(BIN)/hingecheck check "$(VIDEO)" --html $(DEMO)/report.html --picture $(DEMO)/reps.png
	@echo "The page:     $(abspath $(DEMO))/report.html"
	@echo "The picture:  $(abspath $(DEMO))/reps.png"

test: lint
	$(BIN)/python -m pytest $(SPREAD) --ignore tests/lab $(PYTEST)

lint: $(STAMP)
	$(BIN)/python scripts/check_files.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-lab: $(VENV)/.lab
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --dist load tests/lab

# An hour, unless N says how many. What breaks a promise is kept in build/fuzz/ and belongs into tests/fuzz/kept/.
fuzz: $(STAMP)
	PYTHONPATH=tests $(BIN)/python -m fuzz --seeds $(if $(N),--inputs $(N),--seconds 3600)

soak: $(STAMP)
	$(BIN)/python scripts/soak.py live
	$(BIN)/python scripts/soak.py batch

sbom: $(STAMP)
	$(BIN)/python scripts/sbom.py build/sbom.cdx.json

audit: $(STAMP)
	$(BIN)/python scripts/audit.py

docs: $(VENV)/.docs
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --jobs auto -c docs . build/site
	$(BIN)/python scripts/check_site.py build/site
	@echo "The site:     $(abspath build/site)/index.html"

$(STAMP): pyproject.toml scripts/make-venv
	@scripts/make-venv "$(VENV)"
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

$(VENV)/.lab: $(STAMP)
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --group lab
	@touch $@

$(VENV)/.docs: $(STAMP)
	$(BIN)/python -m pip install --quiet --group docs
	@touch $@

clean:
	rm -rf $(VENV) .venv-* build docs/api/generated .coverage .mypy_cache .pytest_cache .ruff_cache
