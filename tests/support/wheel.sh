# Sourced by scripts that test the Python package: a virtual environment and the wheel in it, both kept in the target folder.
# What has to come from a package index and cannot be had ends the script: as a failure in CI (CI=true), else as skipped.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
venv=$CARGO_TARGET_DIR/python
export PATH=$venv/bin:$PATH

step() { printf '\n== %s\n' "$*" >&2; }

unavailable() {
  echo "$(basename "$0"): $* cannot be had here (no network?); nothing was tested" >&2
  if [[ ${CI:-} == true ]]; then exit 1; fi
  exit 0
}

# Packages of Python that are not there yet: install PACKAGE...; an option of pip may stand before them.
install() {
  [[ -x $venv/bin/python ]] || python3 -m venv "$venv"
  if ! pip install --quiet --no-input --disable-pip-version-check --no-index "$@" 2>/dev/null; then
    step "pip install $*"
    pip install --quiet --no-input --disable-pip-version-check "$@" || unavailable "$*"
  fi
}

# The wheel, built by the release profile and put into the environment.
install_wheel() {
  install 'maturin>=1.7,<2'
  cargo fetch --quiet --locked --manifest-path python/Cargo.toml || unavailable "the crates of python/Cargo.lock"
  step 'maturin build'
  rm -rf "$CARGO_TARGET_DIR/wheels"
  maturin build --quiet --release --locked --manifest-path python/Cargo.toml --out "$CARGO_TARGET_DIR/wheels"
  pip install --quiet --no-index --no-deps --force-reinstall "$CARGO_TARGET_DIR"/wheels/unspin-*.whl
}

# The filter to compare with; with all features, as `cargo test` builds it.
build_filter() {
  if [[ -z ${UNSPIN_BINARY:-} ]]; then
    step 'cargo build'
    cargo build --quiet --release --all-features --bin unspin
    export UNSPIN_BINARY=$CARGO_TARGET_DIR/release/unspin
  fi
}
