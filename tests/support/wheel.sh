# Sourced by the scripts that test the Python package and the examples. They use a virtual environment in the target folder.
#
# Nothing is installed unless the first argument is --install or CI is set. If a requirement is missing, the script says so
# and exits successfully. A failing test makes it fail.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
venv=$CARGO_TARGET_DIR/python
export PATH=$venv/bin:$PATH

may_install=${CI:-}
if [[ ${1:-} == --install ]]; then
  may_install=yes
  shift
fi

step() { printf '\n== %s\n' "$*" >&2; }

# Ends the script without an error: skip WHAT IS MISSING...
skip() {
  local hint=
  [[ -n $may_install ]] || hint="; to install what is missing, run $0 --install"
  echo "$(basename "$0"): SKIPPED, missing: $*$hint" >&2
  exit 0
}

# Whether the environment has these packages in the right versions: has_packages REQUIREMENT...
has_packages() {
  [[ -x $venv/bin/pip ]] && pip install --quiet --no-input --disable-pip-version-check --no-index "$@" >/dev/null 2>&1
}

# Makes Python packages available, or skips: need_packages REQUIREMENT...
need_packages() {
  has_packages "$@" && return
  [[ -n $may_install ]] || skip "$@"
  [[ -x $venv/bin/pip ]] || python3 -m venv "$venv" || skip 'the Python module venv'
  step "pip install $*"
  pip install --quiet --no-input --disable-pip-version-check "$@" || skip "$@"
}

# Downloads the crates of the wheel. An outdated lock file is an error; a missing network is not.
fetch_crates() {
  local output
  output=$(cargo fetch --quiet --locked --manifest-path python/Cargo.toml 2>&1) && return
  echo "$output" >&2
  if grep -q -- --locked <<<"$output"; then exit 1; fi
  skip 'crates of python/Cargo.lock'
}

# Runs a build without link-time optimisation, which takes minutes and only changes the speed of the result.
quickly() { CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 "$@"; }

# Builds the wheel and installs it into the environment.
install_wheel() {
  need_packages 'maturin>=1.7,<2'
  fetch_crates
  step 'maturin build'
  rm -rf "$CARGO_TARGET_DIR/wheels"
  quickly maturin build --quiet --release --locked --manifest-path python/Cargo.toml --out "$CARGO_TARGET_DIR/wheels"
  pip install --quiet --no-index --no-deps --force-reinstall "$CARGO_TARGET_DIR"/wheels/unspin-*.whl
}

# Builds the command, with which the results are compared.
build_command() {
  if [[ -z ${UNSPIN_BINARY:-} ]]; then
    step 'cargo build'
    cargo build --quiet --release --bin unspin
    export UNSPIN_BINARY=$CARGO_TARGET_DIR/release/unspin
  fi
}
