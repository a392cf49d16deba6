#!/usr/bin/env bash
# Opens a report in headless Chromium and uses its keys. Needs Chromium. Not part of `cargo test`.
# Usage: tests/browser.sh [SCREENSHOT.png]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

browse() { timeout 60 chromium --headless=new --no-sandbox --disable-gpu --virtual-time-budget=3000 "$@" 2>/dev/null; }

cargo build --quiet
"${CARGO_TARGET_DIR:-target}/debug/unspin" --report "$scratch/report.html" fixtures/articles >"$scratch/restored.txt"

# Added to the page: presses the keys and writes down what is visible.
cat "$scratch/report.html" - >"$scratch/test.html" <<'HTML'
<pre id="result"></pre>
<script>
addEventListener('load', () => {
  const key = name => document.dispatchEvent(new KeyboardEvent('keydown', { key: name }));
  const shown = element => getComputedStyle(element).display !== 'none';
  const edits = [...document.querySelectorAll('.edit')], card = edit => edit.querySelector('.card');
  const results = {};
  results.hidden = edits.every(edit => !shown(card(edit)));
  key('n'); key('n');
  results.second = document.activeElement === edits[1] && shown(card(edits[1]));
  key('p');
  results.first = document.activeElement === edits[0] && shown(card(edits[0])) && !shown(card(edits[1]));
  results.inside = card(edits[0]).getBoundingClientRect().right <= document.documentElement.clientWidth;
  key('Escape');
  results.closed = !shown(card(edits[0]));
  document.getElementById('restored').click();
  results.restored = !shown(edits[0].querySelector('del')) && shown(edits[0].querySelector('ins'));
  document.getElementById('spun').click();
  results.spun = shown(edits[0].querySelector('del')) && !shown(edits[0].querySelector('ins'));
  document.getElementById('close').click();
  results.shut = document.querySelectorAll('details[open]').length === 0;
  results.tabs = edits.every(edit => edit.tabIndex === 0);
  results.narrow = document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  results.offline = performance.getEntriesByType('resource').length === 0;
  document.getElementById('result').textContent = JSON.stringify(results);
});
</script>
HTML

background() { browse "$@" --dump-dom "$scratch/color.html" | grep -o 'rgb([0-9, ]*)' | tail -1; }
{ cat "$scratch/report.html"; echo '<p id="color"></p><script>color.textContent = getComputedStyle(document.body).backgroundColor</script>'; } >"$scratch/color.html"

result=$(browse --window-size=500,900 --dump-dom "file://$scratch/test.html" | grep -o '<pre id="result">[^<]*' | cut -d'>' -f2)
light=$(background) dark=$(background --blink-settings=preferredColorScheme=0)
echo "$result; light $light, dark $dark"
[[ -n $result && $result != *false* ]] || { echo 'a key does not do what the page says' >&2; exit 1; }
[[ -n $light && $light != "$dark" ]] || { echo 'dark mode looks like light mode' >&2; exit 1; }
if (($# > 0)); then browse --hide-scrollbars --window-size=1100,1600 --screenshot="$1" "file://$scratch/report.html"; fi
