#!/usr/bin/env bash
# Tests the examples of docs/pipelines.md and docs/crawl.md with the real packages: datatrove, dolma's attributes, Polars,
# pandas, DuckDB, trafilatura. Spark is tested by tests/cluster.sh. Not part of `cargo test`.
# Needs Python packages, which it installs into the target folder with --install or in CI.
# Usage: tests/pipelines.sh [--install] [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

need_packages 'pytest>=8,<10' 'pyarrow>=18,<27' 'pandas>=2.2,<4' 'polars>=1,<3' 'duckdb>=1.1,<3' 'datatrove>=0.6,<1' orjson regex \
  'trafilatura>=2,<3' 'warcio>=1.7,<2' lxml_html_clean
install_wheel
build_command
step 'pytest examples'
export PYTHONDONTWRITEBYTECODE=1
timeout 1200 python -m pytest -q -p no:cacheprovider --ignore examples/spark --ignore examples/rescore examples "$@"
