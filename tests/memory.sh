#!/usr/bin/env bash
# Restores JSON lines through a pipe and fails if that takes too much memory. Takes minutes. Not part of `cargo test`.
# Usage: tests/memory.sh [MEGABYTES] [LIMIT_IN_MEGABYTES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

megabytes=${1:-1000} limit=${2:-200}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --release --quiet
program=${CARGO_TARGET_DIR:-target}/release/unspin

# One article in ten is spun, as in a crawl. The articles are repeated.
python3 - fixtures >"$scratch/block.jsonl" <<'PYTHON'
import glob, json, sys
clean, spun = (sorted(glob.glob(f"{sys.argv[1]}/{kind}")) for kind in ("clean/*.txt", "articles/*.spun.txt"))
for number in range(600):
    name = spun[number // 10 % len(spun)] if number % 10 == 0 else clean[number % len(clean)]
    print(json.dumps({"id": number, "text": open(name, encoding="utf-8").read()}))
PYTHON

block=$(wc -c <"$scratch/block.jsonl")
repeats=$((megabytes * 1000000 / block + 1))
start=$SECONDS
for ((repeat = 0; repeat < repeats; repeat++)); do cat "$scratch/block.jsonl"; done |
  { "$program" --format jsonl --stats 2>"$scratch/stats" & pid=$!; peak=0
    while kill -0 "$pid" 2>/dev/null; do
      now=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
      peak=${now:-$peak}
      sleep 0.2
    done
    wait "$pid"; echo "$peak" >"$scratch/peak"; } | wc -c >"$scratch/written"

peak=$(($(cat "$scratch/peak") / 1000))
cat "$scratch/stats"
echo "read $((repeats * block / 1000000)) MB, wrote $(($(cat "$scratch/written") / 1000000)) MB in $((SECONDS - start)) s; peak of memory: $peak MB"
((peak > 0 && peak < limit)) || { echo "more than $limit MB" >&2; exit 1; }
