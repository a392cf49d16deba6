#!/usr/bin/env bash
# Builds the wheel of python/ and tests it: formatting, clippy, types, pytest. Not part of `cargo test`.
# Needs Python 3.10 or newer and a few packages, which it installs into the target folder with --install or in CI.
# Usage: tests/python.sh [--install] [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

need_packages 'pytest>=8,<10' 'pyarrow>=18,<27' 'mypy>=1.10,<3' 'maturin>=1.7,<2'
fetch_crates
step 'cargo fmt, cargo clippy'
cargo fmt --check --manifest-path python/Cargo.toml
quickly cargo clippy --quiet --release --locked --manifest-path python/Cargo.toml -- -D warnings
install_wheel
build_command
step 'mypy'
mypy --config-file python/pyproject.toml --cache-dir "$CARGO_TARGET_DIR/mypy" python/unspin
step 'pytest python'
timeout 1200 python -m pytest -q -p no:cacheprovider --rootdir python -c python/pyproject.toml python/tests "$@"
