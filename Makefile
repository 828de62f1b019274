# Two commands do everything on a fresh Debian machine with Python 3.11 or later:
#   make demo   sets up, makes the sample reports, converts them, and shows the result
#   make test   sets up, and passes the linters, the type checkers and the tests

UV_VERSION := 0.13.8
PYTHON ?= python3
BOOT := .boot
UV := $(BOOT)/bin/uv
RUN := $(UV) run --frozen
OUT ?= demo-out

# What old office files and scans are read with, and what the tests need: a database server, a
# browser, and fonts to print scans in. `make APT=` leaves them out.
APT ?= libreoffice-writer-nogui libreoffice-calc-nogui tesseract-ocr postgresql chromium \
  fonts-noto-core fonts-lohit-beng-bengali fonts-dejavu-core

.PHONY: setup tools demo test lint types check tests clean

setup: .venv/.ready tools

# Without these programs all other formats are read; the tests of these say that they are skipped.
tools:
	@[ -z "$(APT)" ] || { command -v soffice && command -v tesseract && command -v psql && \
    command -v chromium; } >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(APT) >/dev/null; } || \
	  echo "Old office files need LibreOffice, scans Tesseract, some tests PostgreSQL and Chromium. On Debian: apt-get install --no-install-recommends $(APT)"

# uv lives in a virtual environment of its own, so nothing of the system is changed.
$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(BOOT) || \
	  { echo "The venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	$(BOOT)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: $(UV) pyproject.toml uv.lock
	$(UV) sync --frozen --quiet
	@touch $@

demo: setup
	$(RUN) python -m samples.make samples/reports
	$(RUN) python pipeline.py convert samples/reports --out $(OUT)
	$(RUN) python pipeline.py inspect samples/reports/clean_ministry_2022-23_q2.tsv

lint: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: setup
	$(RUN) mypy
	$(RUN) pyright

# The tests of a cluster and of addresses need the packages of an extra.
tests: setup
	$(UV) sync --frozen --quiet --extra distributed
	$(RUN) --extra distributed pytest -n 2

test: lint types tests

clean:
	rm -rf .venv $(BOOT) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
