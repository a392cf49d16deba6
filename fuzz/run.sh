#!/usr/bin/env bash
# Runs each fuzz target for 60 seconds, or for SECONDS. Works with stable Rust: libFuzzer's coverage is
# enabled with flags of LLVM, so neither cargo-fuzz nor a nightly compiler is needed. No sanitizer is
# used, because the crate has almost no unsafe code.
# The name of a format, such as html, runs the target documents with this format only.
# Usage: fuzz/run.sh [SECONDS] [TARGET|FORMAT]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

seconds=${1:-60}
shift || true
# In the order of Format::ALL.
readonly formats=(text markdown html jsonl json csv tsv xml warc mail subtitles)
targets=("$@")
((${#targets[@]})) || targets=(documents recognise lexicon loaders config)
target_dir=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')
work=$(realpath -m "$target_dir")/fuzzing

export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing"
# Without --target, build scripts would be built with these flags too.
cargo build --release --target "$host" --target-dir "$target_dir"

# One input for each format and article: the first byte selects the format.
seed_documents() {
  local folder=$1 file name
  for file in ../fixtures/articles/*.spun.txt; do
    name=$(basename "$file")
    { printf '\x00'; head -c 400 "$file"; } >"$folder/text-$name"
    { printf '\x01'; head -c 400 "$file" | sed 's/ \([a-z]*\) \([a-z]*\) / *\1* **\2** /g'; } >"$folder/markdown-$name"
    # Tags between any two words.
    { printf '\x02<p>'; head -c 300 "$file" | sed 's/ \([a-z]*\) \([a-z]*\) / <b>\1<\/b> \&nbsp;<i>\2 <\/i>/g'; } >"$folder/html-$name"
    { printf '\x03'; python3 -c 'import json, sys; print(json.dumps({"text": open(sys.argv[1]).read()[:400]}))' "$file"; } >"$folder/jsonl-$name"
  done
  seed_structured "$folder"
  { printf '\x02<p'; printf ' title=mentioned%.0s' {1..200}; printf '>The White Home'; } >"$folder/attributes"
}

# One input for each format of data, mail and subtitles. The first byte is the number of the format.
seed_structured() {
  local folder=$1 text='The White Home mentioned the invoice.'
  printf '\x04{"a": ["%s", {"b": "<p>%s</p>"}]} [NaN, "\\ud800"]' "$text" "$text" >"$folder/json"
  printf '\x05id,text\n1,"%s ""Once"" again,\nand again."\n' "$text" >"$folder/csv"
  printf '\x06id\ttext\n1\t%s\n' "$text" >"$folder/tsv"
  printf '\x07<?xml version="1.0"?><rss><d><![CDATA[<p>%s</p>]]></d><d>&lt;p&gt;%s</d></rss>' "$text" "$text" >"$folder/xml"
  printf '\x08WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 37\r\n\r\n%s\r\n\r\n' "$text" >"$folder/warc"
  printf '\x09From: a@b.c\nTo: d@e.f\nContent-Transfer-Encoding: quoted-printable\n\n%s=20=\n%s\n' "$text" "$text" >"$folder/mail"
  printf '\x0a1\n00:00:01,000 --> 00:00:02,000\nThe White\nHome mentioned\n\n' >"$folder/subtitles"
}

# The first byte is the length of a name.
seed_recognise() {
  local folder=$1 file
  seed_structured "$folder"
  for file in "$folder"/*; do sed -i '1s/^./\x01a/' "$file"; done
  printf '\x06a.html<meta charset=latin1><p>caf\xe9' >"$folder/latin"
}

# Prints the number of the format with this name.
format_number() {
  local number
  for number in "${!formats[@]}"; do
    if [[ ${formats[number]} == "$1" ]]; then
      echo "$number"
      return
    fi
  done
}

seed() {
  mkdir -p "$work/$1" "$work/crashes"
  case $1 in
  documents) seed_documents "$work/$1" ;;
  recognise) seed_recognise "$work/$1" ;;
  lexicon) head -n 30 ../dictionaries/hand.tsv >"$work/$1/hand" ;;
  config) printf 'field = ["a", "/b"]\nmin-margin = 2.5\nskip-bad = true\n' >"$work/$1/all" ;;
  esac
}

fuzz() {
  local target=$1 program=$1 number corpora
  number=$(format_number "$target")
  # What is found for one format stays out of the inputs of the others.
  corpora=("$work/$target")
  if [[ -n $number ]]; then
    program=documents
    corpora+=("$work/$program")
    mkdir -p "$work/$target"
  fi
  seed "$program"
  printf '\n== %s, %d s\n' "$target" "$seconds" >&2
  FUZZ_FORMAT=$number "$target_dir/$host/release/$program" -max_total_time="$seconds" -max_len=1024 -timeout=20 -rss_limit_mb=2000 \
    -artifact_prefix="$work/crashes/$target-" -print_final_stats=1 "${corpora[@]}" 2>&1 |
    grep -E 'panicked|ERROR|SUMMARY|Test unit|number_of_executed|peak_rss|DONE' || true
}

for target in "${targets[@]}"; do fuzz "$target"; done
[[ -z $(ls -A "$work/crashes") ]] || { echo "crashing inputs are in $work/crashes; make a test of each" >&2; exit 1; }
