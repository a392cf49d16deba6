#!/usr/bin/env bash
# Tests the example that asks a language model, with a small model of random numbers. Needs Python 3.10 and, the first time, a
# network; is no part of `cargo test`. Usage: tests/rescore.sh [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

install 'pytest>=8,<10' 'gguf>=0.10,<1' 'tokenizers>=0.20,<1'
build_filter
step 'pytest examples/rescore'
export PYTHONDONTWRITEBYTECODE=1
timeout 1200 python -m pytest -q -p no:cacheprovider examples/rescore "$@"
