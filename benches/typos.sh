#!/usr/bin/env bash
# Installs `typos` into the target folder, unless it is there already, and runs the benchmark.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
peers=$(realpath -m "${CARGO_TARGET_DIR:-target}")/peers
[[ -x $peers/bin/typos ]] || cargo install --locked --root "$peers" typos-cli
exec cargo bench --bench speed
