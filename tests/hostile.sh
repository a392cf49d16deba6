#!/usr/bin/env bash
# Harmful inputs that take long or need a file system of their own: 10 MB of repetitions in every format, a line of 100 MB, a
# stream of 1 GB, a full disk, signals at random moments. Takes many minutes. Not part of `cargo test`. Prints a line for each
# and fails if one goes wrong.
# Usage: tests/hostile.sh [SECONDS_FOR_EACH] [MEGABYTES_OF_THE_STREAM] [PART]...
# The parts are: repetitions, line, stream, disk, signals.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-300} megabytes=${2:-1000}
parts=("${@:3}")
((${#parts[@]})) || parts=(repetitions line stream disk signals)
readonly limit=60000 # kB of memory for plain text in one thread
scratch=$(mktemp -d)
mounted=
trap '[[ -z $mounted ]] || umount "$scratch/disk"; rm -rf "$scratch"' EXIT

cargo build --release --quiet
program=$(realpath "${CARGO_TARGET_DIR:-target}/release/unspin")
failed=0

fail() { echo "  FAILED: $*"; failed=1; }

# Runs a command and writes its peak memory in kB and its seconds into $scratch/used.
measured() { /usr/bin/time -o "$scratch/used" -f '%M kB, %e s' timeout "$seconds" "$@"; }

repeated() { python3 -c 'import sys; text = sys.argv[2].encode().decode("unicode_escape").encode("utf-8" if sys.argv[3] == "text" else "latin-1"); sys.stdout.buffer.write(text * (int(sys.argv[1]) // len(text)))' "$@"; }

endless() {
  local name=$1 kind=$2 text=$3 format status
  repeated 10000000 "$text" "$kind" >"$scratch/in"
  for format in text html markdown; do
    status=0
    measured "$program" -j1 --format "$format" "$scratch/in" >"$scratch/out" || status=$?
    echo "10 MB of $name as $format: $(tail -n 1 "$scratch/used")"
    ((status == 0)) || fail "status $status"
    cmp -s "$scratch/in" "$scratch/out" || [[ $name == *word* || $name == alternatives ]] || fail 'text was changed'
  done
}

peak_within() {
  local kilobytes
  kilobytes=$(tail -n 1 "$scratch/used" | cut -d ' ' -f 1)
  echo "$1: $(tail -n 1 "$scratch/used")"
  ((kilobytes <= limit)) || fail "more than $limit kB"
}

repetitions() {
  endless 'one word' text 'mentioned'
  endless 'one word and a space' text 'mentioned '
  endless 'nested tags' text '<b title=x>'
  endless 'combining marks' text '\u0301'
  endless 'right to left' text '\u05e9\u05dc\u05d5\u05dd '
  endless 'emoji' text '\U0001f469\u200d\U0001f467'
  endless 'not UTF-8' bytes '7 8 \xff 9 \xc3 '
  endless 'alternatives' text '{mentioned|stated|said} '
}

# A long line without a sentence end needs no more memory than other text.
line() {
  repeated 100000000 'it rained on the roof of the old barn and the hens sat under the cart ' text >"$scratch/in"
  measured "$program" -j1 "$scratch/in" >"$scratch/out" || fail "status $?"
  peak_within 'one line of 100 MB'
  cmp -s "$scratch/in" "$scratch/out" || fail 'text was changed'
}

# Neither does a long stream, in which one article in ten is spun.
stream() {
  local repeats repeat _
  for _ in 1 2 3 4; do cat fixtures/clean/*.txt; done >"$scratch/block"
  cat fixtures/articles/town.spun.txt >>"$scratch/block"
  repeats=$((megabytes * 1000000 / $(wc -c <"$scratch/block") + 1))
  for ((repeat = 0; repeat < repeats; repeat++)); do cat "$scratch/block"; done |
    measured "$program" -j1 >"$scratch/out" || fail "status $?"
  peak_within "a stream of $megabytes MB"
}

# If the disk is full, the original is kept.
disk() {
  local status
  mkdir "$scratch/disk"
  if mount -t tmpfs -o size=3m tmpfs "$scratch/disk" 2>"$scratch/mount"; then
    mounted=yes
    for _ in $(seq 1000); do cat fixtures/articles/town.spun.txt; done >"$scratch/disk/a.txt"
    cp "$scratch/disk/a.txt" "$scratch/original"
    status=0
    "$program" -w "$scratch/disk/a.txt" 2>"$scratch/messages" || status=$?
    echo "full disk: status $status, $(cat "$scratch/messages")"
    [[ $status == 2 ]] && cmp -s "$scratch/original" "$scratch/disk/a.txt" || fail 'the original was not kept'
    [[ $(ls -A "$scratch/disk") == a.txt ]] || fail 'something was left on the disk'
  else
    echo "full disk: skipped, no file system can be mounted here ($(cat "$scratch/mount"))"
  fi
}

# A signal while a long file is written leaves the old or the new text.
signals() {
  local signal pid _
  for _ in $(seq 200); do cat fixtures/articles/town.spun.txt; done >"$scratch/spun"
  "$program" "$scratch/spun" >"$scratch/restored"
  for signal in TERM INT KILL; do
    for _ in $(seq 5); do
      mkdir "$scratch/kill"
      cp "$scratch/spun" "$scratch/kill/a.txt"
      "$program" -w "$scratch/kill/a.txt" & pid=$!
      sleep "0.$((RANDOM % 1000))"
      kill -s "$signal" "$pid" 2>/dev/null || true
      wait "$pid" 2>/dev/null || true
      cmp -s "$scratch/kill/a.txt" "$scratch/spun" || cmp -s "$scratch/kill/a.txt" "$scratch/restored" || fail "SIG$signal: neither the old nor the new text"
      [[ $signal == KILL || $(ls -A "$scratch/kill") == a.txt ]] || fail "SIG$signal: a temporary file is left"
      rm -r "$scratch/kill"
    done
    echo "SIG$signal at five random moments"
  done
}

for part in "${parts[@]}"; do
  [[ $part =~ ^(repetitions|line|stream|disk|signals)$ ]] || { echo "no such part: $part" >&2; exit 2; }
  "$part"
done
exit "$failed"
