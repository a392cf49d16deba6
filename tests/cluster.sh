#!/usr/bin/env bash
# Runs the examples for Spark and datatrove on the real packages: Spark with one machine, with several executors one of which
# is killed, and through a pipe. Needs Java 17 and, the first time, a network (pyspark has 450 MB); is no part of `cargo test`.
# Usage: tests/cluster.sh [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

has_java() { java -version >/dev/null 2>&1; }

# Debian's, where it may be installed.
install_java() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  step 'apt-get install openjdk-17-jre-headless'
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jre-headless; } >/dev/null 2>&1
}

has_java || install_java || unavailable 'Java 17'
install 'pytest>=8,<10' 'pyarrow>=18,<27' 'pyspark>=4,<5' 'pandas>=2.2,<4' 'datatrove>=0.6,<1' orjson regex
install_wheel
build_filter
step 'pytest examples/spark examples/datatrove'
export PYTHONDONTWRITEBYTECODE=1
timeout 1200 python -m pytest -q -p no:cacheprovider examples/spark examples/datatrove "$@"
