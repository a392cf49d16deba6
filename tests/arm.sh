#!/usr/bin/env bash
# Tests the code for 64-bit Arm in an emulator: the kernels with and without dot products, and that the
# program makes the same edits as on this machine.
# Usage: tests/arm.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly target=aarch64-unknown-linux-gnu
readonly libraries=/usr/aarch64-linux-gnu

if [[ ${1:-} == --install ]] && ! command -v qemu-aarch64 >/dev/null; then
  { apt-get update -q && apt-get install -y -q --no-install-recommends qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross; } >/dev/null 2>&1 || true
  rustup target add "$target" >/dev/null 2>&1 || true
fi
if ! command -v qemu-aarch64 aarch64-linux-gnu-gcc >/dev/null || ! rustup target list --installed | grep -q "^$target"; then
  echo 'Arm is not tested: qemu-aarch64, aarch64-linux-gnu-gcc or the Rust target is missing (tests/arm.sh --install)' >&2
  exit
fi

export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
export CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc
for processor in max cortex-a53; do
  export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -cpu $processor -L $libraries"
  cargo test --locked --quiet --target "$target" --lib models::net
done

cargo build --locked --quiet --bin unspin
cargo build --locked --quiet --bin unspin --target "$target"
folder=${CARGO_TARGET_DIR:-target}
for arguments in --edits --score; do
  cmp <("$folder/debug/unspin" --no-config -j1 "$arguments" fixtures/articles) \
    <(qemu-aarch64 -cpu max -L "$libraries" "$folder/$target/debug/unspin" --no-config -j1 "$arguments" fixtures/articles)
done
echo 'Arm: the edits are the same as on this machine'
