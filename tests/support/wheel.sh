# Sourced by scripts that test the Python package: a virtual environment and the wheel in it, both kept in the target folder.
# What has to come from elsewhere and cannot be had ends the script, which says so; a test that fails, fails.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
venv=$CARGO_TARGET_DIR/python
export PATH=$venv/bin:$PATH

step() { printf '\n== %s\n' "$*" >&2; }

unavailable() {
  echo "$(basename "$0"): SKIPPED, $* cannot be had here (no network?); nothing was tested" >&2
  exit 0
}

# Packages of Python that are not there yet: install PACKAGE...
install() {
  [[ -x $venv/bin/pip ]] || python3 -m venv "$venv" || unavailable 'a virtual environment of Python'
  if ! pip install --quiet --no-input --disable-pip-version-check --no-index "$@" >/dev/null 2>&1; then
    step "pip install $*"
    pip install --quiet --no-input --disable-pip-version-check "$@" || unavailable "$*"
  fi
}

# The crates of the wheel. A lock file that no longer fits is a mistake, not a lack of network.
fetch() {
  local said
  said=$(cargo fetch --quiet --locked --manifest-path python/Cargo.toml 2>&1) && return
  echo "$said" >&2
  if grep -q -- --locked <<<"$said"; then exit 1; fi
  unavailable 'what python/Cargo.lock names'
}

# What it does differs from the wheel that is given away in nothing but speed: link-time optimisation takes minutes.
quickly() { CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 "$@"; }

# The wheel, built and put into the environment.
install_wheel() {
  install 'maturin>=1.7,<2'
  fetch
  step 'maturin build'
  rm -rf "$CARGO_TARGET_DIR/wheels"
  quickly maturin build --quiet --release --locked --manifest-path python/Cargo.toml --out "$CARGO_TARGET_DIR/wheels"
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
