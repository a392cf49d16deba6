#!/usr/bin/env bash
# Runs each fuzz target for a minute, or for so many SECONDS. Any stable Rust will do: libFuzzer gets its coverage by flags of
# LLVM, and the crate has next to no unsafe code for a sanitizer to look at. Usage: fuzz/run.sh [SECONDS] [TARGET]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(documents lexicon loaders config)
target_dir=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')
work=$(realpath -m "$target_dir")/fuzzing

export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
# With a target named, build scripts go without the flags.
cargo build --release --target "$host" --target-dir "$target_dir"

seed() {
  mkdir -p "$work/$1" "$work/crashes"
  case $1 in
  documents) for file in ../fixtures/articles/*.spun.txt; do
      for format in 0 1 2; do { printf "\\x0$format"; head -c 1500 "$file"; } >"$work/$1/$format-$(basename "$file")"; done
      { printf '\x03'; python3 -c 'import json, sys; print(json.dumps({"text": open(sys.argv[1]).read()[:1500]}))' "$file"; } >"$work/$1/3-$(basename "$file")"
    done ;;
  lexicon) head -n 30 ../dictionaries/hand.tsv >"$work/$1/hand" ;;
  config) printf 'field = ["a", "/b"]\nmin-margin = 2.5\nskip-bad = true\n' >"$work/$1/all" ;;
  esac
}

for target in "${targets[@]}"; do
  seed "$target"
  printf '\n== %s, %d s\n' "$target" "$seconds" >&2
  "$target_dir/$host/release/$target" -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=2000 -artifact_prefix="$work/crashes/$target-" -print_final_stats=1 \
    "$work/$target" 2>&1 | grep -E 'panicked|ERROR|SUMMARY|Test unit|number_of_executed|peak_rss|DONE' || true
done
[[ -z $(ls -A "$work/crashes") ]] || { echo "crashes are in $work/crashes; make a test of each" >&2; exit 1; }
