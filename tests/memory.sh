#!/usr/bin/env bash
# Restores a page of 10 MB that is spun from end to end, and JSON lines through a pipe, and fails if either takes too much
# memory. Takes minutes. Not part of `cargo test`.
# Usage: tests/memory.sh [MEGABYTES] [LIMIT_IN_MEGABYTES]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

megabytes=${1:-1000} limit=${2:-200}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cargo build --release --quiet
program=${CARGO_TARGET_DIR:-target}/release/unspin

readonly page_limit=64
python3 - fixtures >"$scratch/page.html" <<'PYTHON'
import glob, html, sys
articles = (open(name, encoding="utf-8").read() for name in sorted(glob.glob(f"{sys.argv[1]}/articles/*.spun.txt")))
page = "".join(f"<p>{html.escape(line, quote=False)}</p>\n" for article in articles for line in article.splitlines() if line)
print(page * (10_000_000 // len(page) + 1))
PYTHON
/usr/bin/time -o "$scratch/used" -f %M "$program" -j1 "$scratch/page.html" >"$scratch/restored.html"
peak=$(($(cat "$scratch/used") / 1000))
echo "page of $(($(wc -c <"$scratch/page.html") / 1000000)) MB; peak of memory: $peak MB"
((peak <= page_limit)) || { echo "more than $page_limit MB" >&2; exit 1; }
cmp -s "$scratch/page.html" "$scratch/restored.html" && { echo 'nothing was restored' >&2; exit 1; }

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
