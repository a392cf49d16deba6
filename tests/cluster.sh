#!/usr/bin/env bash
# Runs the examples for Spark and datatrove on the real packages: Spark with one machine, with several executors one of which
# is killed, and through a pipe. Needs Java 17 and, the first time, a network (pyspark has 450 MB); is no part of `cargo test`.
# Usage: tests/cluster.sh [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

java -version 2>/dev/null || unavailable 'Java 17'
install 'pytest>=8' 'pyarrow>=18' 'pyspark>=4,<5' 'pandas>=2.2' 'datatrove>=0.6' orjson regex
install_wheel
build_filter
step 'pytest examples'
export PYTHONDONTWRITEBYTECODE=1
python -m pytest -q -p no:cacheprovider examples "$@"
