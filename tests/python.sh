#!/usr/bin/env bash
# Builds the wheel of python/ and tests it: format, clippy, types, pytest. Needs Python 3.10 and, the first time, a network;
# is no part of `cargo test`. Usage: tests/python.sh [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

install 'pytest>=8' 'pyarrow>=18' 'mypy>=1.10'
install_wheel
build_filter
step 'cargo fmt, cargo clippy'
cargo fmt --check --manifest-path python/Cargo.toml
cargo clippy --quiet --release --locked --manifest-path python/Cargo.toml -- -D warnings
step 'mypy'
mypy --config-file python/pyproject.toml --cache-dir "$CARGO_TARGET_DIR/mypy" python/unspin
step 'pytest python'
python -m pytest -q -p no:cacheprovider --rootdir python -c python/pyproject.toml python/tests "$@"
