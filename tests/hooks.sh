#!/usr/bin/env bash
# Tries the hooks of .pre-commit-hooks.yaml, as they were last committed, in a scratch repository. pre-commit builds the
# command once. Needs Git, and pre-commit, which it installs with --install or in CI. Usage: tests/hooks.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

command -v git >/dev/null || skip git
command -v pre-commit >/dev/null || need_packages 'pre-commit>=3,<5'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME=$scratch/home
repository=$PWD

cp -R fixtures/articles "$scratch/articles"
cd "$scratch"
git init --quiet .
printf 'repos: [{repo: "%s", rev: "%s", hooks: [{id: unspin-check}, {id: unspin}]}]\n' \
  "$repository" "$(git -C "$repository" rev-parse HEAD)" >.pre-commit-config.yaml
git add .
git config user.email tester@localhost
git config user.name tester
git commit --quiet --message texts
spun=articles/town.spun.txt
clean=articles/town.orig.txt

fail() { echo "hooks: $*" >&2; exit 1; }
try() { quickly pre-commit run "$@" >"$scratch/log" 2>&1; }

step 'pre-commit run unspin-check'
try unspin-check --files "$clean" || { cat log >&2; fail 'a clean file failed'; }
if try unspin-check --files "$clean" "$spun"; then fail 'a spun file passed'; fi
grep -q "$spun: .* edits" log || { cat log >&2; fail 'the spun file is not named'; }
git diff --quiet -- articles || fail 'the check changed a file'

step 'pre-commit run unspin'
if try unspin --files "$clean" "$spun"; then fail 'a changed file passed'; fi
[[ $(git diff --name-only) == "$spun" ]] || fail 'not just the spun file was changed'
try unspin --files "$clean" "$spun" || { cat log >&2; fail 'the restored file failed'; }
echo 'hooks: both were tried'
