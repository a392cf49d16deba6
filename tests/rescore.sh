#!/usr/bin/env bash
# Tests the example of a language model for --rescore, with a small random model. Not part of `cargo test`.
# Needs Python 3.10 or newer and a few packages, which it installs into the target folder with --install or in CI.
# Usage: tests/rescore.sh [--install] [ARGUMENT OF PYTEST]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

need_packages 'pytest>=8,<10' 'gguf>=0.10,<1' 'tokenizers>=0.20,<1'
build_command
step 'pytest examples/rescore'
export PYTHONDONTWRITEBYTECODE=1
timeout 1200 python -m pytest -q -p no:cacheprovider examples/rescore "$@"
