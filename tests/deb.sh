#!/usr/bin/env bash
# Builds the Debian package, installs it with dpkg into a scratch folder, runs it, checks man page and completions, and
# removes it. Needs dpkg, and cargo-deb, which it installs with --install or in CI. Usage: tests/deb.sh [--install]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/support/wheel.sh

command -v dpkg >/dev/null || skip dpkg
as_root=()
if [[ $(id -u) != 0 ]]; then
  command -v fakeroot >/dev/null || skip fakeroot
  as_root=(fakeroot)
fi
if ! cargo deb --version >/dev/null 2>&1; then
  [[ -n $may_install ]] || skip cargo-deb
  step 'cargo install cargo-deb'
  # It runs only for seconds, so it is built without optimisation.
  cargo install --quiet --locked --debug cargo-deb || skip cargo-deb
fi

step packaging/deb
rm -rf "$CARGO_TARGET_DIR/debian"
packaging/deb
package=("$CARGO_TARGET_DIR"/debian/unspin_*.deb)

step "dpkg --install $(basename "${package[0]}")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
touch "$root/var/lib/dpkg/status"
# The scratch folder has no C library, so dependencies are not checked there. Containers often leave out man pages.
in_root() {
  ${as_root[@]+"${as_root[@]}"} dpkg --root="$root" --log=/dev/null --path-include='*' \
    --force-depends --force-not-root --force-script-chrootless "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
}
in_root --install "${package[0]}"

fail() { echo "deb: $*" >&2; exit 1; }
restored=$("$root/usr/bin/unspin" --assume-spun <<<'The White Home mentioned it.')
[[ $restored == 'The White House said it.' ]] || fail "unspin printed: $restored"
gzip -dc "$root/usr/share/man/man1/unspin.1.gz" >"$scratch/unspin.1"
"$root/usr/bin/unspin" --generate man | cmp - "$scratch/unspin.1" || fail 'the man page is not that of the program'
if command -v man >/dev/null; then
  warnings=$(MANROFFSEQ='' man --warnings -l "$scratch/unspin.1" 2>&1 >/dev/null)
  [[ -z $warnings ]] || fail "the man page has warnings: $warnings"
fi
bash -c "source '$root/usr/share/bash-completion/completions/unspin' && complete -p unspin" >/dev/null || fail 'no completion for Bash'
grep -q '#compdef unspin' "$root/usr/share/zsh/vendor-completions/_unspin" || fail 'no completion for Zsh'
grep -q 'complete -c unspin' "$root/usr/share/fish/vendor_completions.d/unspin.fish" || fail 'no completion for fish'
[[ -s $root/usr/share/doc/unspin/copyright ]] || fail 'no copyright file'

step 'dpkg --purge unspin'
in_root --purge unspin
left=$(find "$root" -path "$root/var" -prune -o -not -type d -print)
[[ -z $left ]] || fail "files are left: $left"
echo "deb: $(basename "${package[0]}"), $(wc -c <"${package[0]}") bytes: installed, run and removed"
