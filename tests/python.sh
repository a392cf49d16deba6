#!/usr/bin/env bash
# Builds the wheel of python/ and tests it: format, clippy, types, pytest. Needs Python 3.10 and, the first time, a network;
# is no part of `cargo test`. Usage: tests/python.sh [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

fetch
step 'cargo fmt, cargo clippy'
cargo fmt --check --manifest-path python/Cargo.toml
quickly cargo clippy --quiet --release --locked --manifest-path python/Cargo.toml -- -D warnings
install 'pytest>=8,<10' 'pyarrow>=18,<27' 'mypy>=1.10,<3'
install_wheel
build_filter
step 'mypy'
mypy --config-file python/pyproject.toml --cache-dir "$CARGO_TARGET_DIR/mypy" python/unspin
step 'pytest python'
timeout 1200 python -m pytest -q -p no:cacheprovider --rootdir python -c python/pyproject.toml python/tests "$@"
