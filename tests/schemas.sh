#!/usr/bin/env bash
# Validates real output with the schemas of docs/schema/, and SARIF with the schema that the crate serde-sarif has.
# Not part of `cargo test`. Needs Python 3.10 or newer and a package, which it installs with --install or in CI.
# Usage: tests/schemas.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

# Prints the path of the SARIF schema, if the crate can be had.
sarif_schema() {
  local folder=$CARGO_TARGET_DIR/sarif offline=--offline
  [[ -z $may_install ]] || offline=
  mkdir -p "$folder/src"
  : >"$folder/src/lib.rs"
  printf '[package]\nname = "schema"\nedition = "2024"\n[workspace]\n[dependencies]\nserde-sarif = "=0.8.0"\n' >"$folder/Cargo.toml"
  cargo metadata $offline --quiet --format-version 1 --manifest-path "$folder/Cargo.toml" 2>/dev/null |
    python3 -c 'import json, pathlib, sys
for package in json.load(sys.stdin)["packages"]:
    if package["name"] == "serde-sarif":
        print(pathlib.Path(package["manifest_path"]).parent / "src" / "schema.json")'
}

need_packages 'jsonschema>=4.18,<5'
sarif=$(sarif_schema) || skip 'the crate serde-sarif'
build_command
step 'python tests/schemas.py'
python tests/schemas.py "$UNSPIN_BINARY" "$sarif"
