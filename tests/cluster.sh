#!/usr/bin/env bash
# Tests the examples for Spark and datatrove with the real packages: Spark on one machine, with several executors one of which
# is killed, and through a pipe. Not part of `cargo test`.
# Needs Java 17 and Python packages (pyspark has 450 MB), which it installs with --install or in CI: the packages into the
# target folder, Java on the system.
# Usage: tests/cluster.sh [--install] [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

has_java() { java -version >/dev/null 2>&1; }

# Installs Debian's Java.
install_java() {
  [[ -n $may_install && $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  step 'apt-get install openjdk-17-jre-headless'
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jre-headless; } >/dev/null 2>&1
}

has_java || install_java || skip 'Java 17'
need_packages 'pytest>=8,<10' 'pyarrow>=18,<27' 'pyspark>=4,<5' 'pandas>=2.2,<4' 'datatrove>=0.6,<1' orjson regex
install_wheel
build_command
step 'pytest examples/spark examples/datatrove'
export PYTHONDONTWRITEBYTECODE=1
timeout 1200 python -m pytest -q -p no:cacheprovider examples/spark examples/datatrove "$@"
