// The page: buttons and keys call the engine, and its result is shown in the view.

import { Document } from './document.js';
import { Engine } from './engine.js';
import { example } from './example.js';
import { Panel } from './panel.js';
import { show as showReasons } from './reasons.js';
import { View } from './view.js';

const $ = id => document.getElementById(id);
const source = $('source'), text = $('text'), view = new View(text);
/** The file that the text was read from, until the text is changed: `{name, bytes}`. */
let file = null;
let doc = null, open = null, engine = null, runs = 0;
/** A confirmation that a button shows for a moment: `{timer, end}`. */
let notice = null;

const panel = new Panel($('panel'), { chosen, moved, closed });

function showStatus(message) {
  $('summary').textContent = message;
}

// The engine

/** Maximum wait for the service worker, in milliseconds. On the first visit, it fetches the page again. */
const TIMEOUT = 30_000;

/** Waits until the service worker controls this page, or cannot. It stores the engine while the page loads it, so it has to be
    active before. Without a service worker, the page works, but not offline. */
async function controlled() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const taken = workers.controller ? null : nextEvent(workers, 'controllerchange', () => true);
  const registered = await workers.register('sw.js').catch(() => null);
  const worker = registered?.installing ?? registered?.waiting ?? registered?.active;
  // If it was active before but does not control the page, the user has forced a reload without it.
  if (!taken || !worker || worker.state === 'activated') return;
  await Promise.race([taken, nextEvent(worker, 'statechange', () => worker.state === 'redundant'), new Promise(resolve => setTimeout(resolve, TIMEOUT))]);
}

/** Waits for the first event of a kind at which `condition()` is true. */
function nextEvent(target, kind, condition) {
  return new Promise(resolve => target.addEventListener(kind, () => condition() && resolve()));
}

function loading({ loaded, total, ready, failed }) {
  const share = total ? ` ${Math.round(100 * loaded / total)} %` : '';
  if (loaded) $('engine').dataset.share = share;
  if (failed) $('engine').textContent = `The engine does not load (${failed}). Reload the page.`;
  if (loaded && !ready) $('engine').textContent = `Loading the engine …${loaded === total ? '' : share}`;
  if (ready) $('engine').textContent = navigator.serviceWorker?.controller ? 'Ready, also offline.' : 'Ready.';
  if (ready) $('engine').dataset.state = 'ready';
}

async function restore() {
  if (!engine || (source.value === '' && !file)) return;
  const bytes = file?.bytes ?? new TextEncoder().encode(source.value);
  const run = ++runs;
  text.ariaBusy = 'true';
  showStatus('Restoring …');
  try {
    const result = await engine.restore(bytes, options());
    if (run === runs) show(bytes, result);
  } catch (error) {
    showStatus(`The engine failed: ${error.message}`);
  } finally {
    if (run === runs) text.ariaBusy = 'false';
  }
}

function options() {
  const minMargin = Number(document.querySelector('[name=precision]:checked').value);
  return { format: $('format').value, assumeSpun: $('assume').checked, minMargin, allow: $('allow').value };
}

// The result

function show(bytes, result) {
  leaveResult();
  doc = new Document(bytes, result.edits);
  doc.judged = result;
  text.dataset.milliseconds = result.milliseconds;
  view.show(doc);
  text.scrollTop = 0;
  explain();
  for (const id of ['copy', 'download', 'view']) $(id).disabled = false;
  count();
}

/** Fills the table of reasons, if it can be seen. */
function explain() {
  if ($('why').open) showReasons(doc, $('facts'), $('reasons'), block => view.goTo(block));
}

function count() {
  const { edits, undone, hand } = doc.counts();
  const spun = doc.judged.spun ? 'Looks spun' : 'Does not look spun';
  const parts = [`${spun}: ${plural(edits, 'edit')}`];
  if (!doc.judged.spun && edits === 0) parts[0] = `${spun}: not changed. To restore it anyway, see Settings.`;
  if (undone) parts.push(`${undone} undone`);
  if (hand) parts.push(`${hand} chosen by you`);
  showStatus(parts.join(', '));
  $('back').disabled = doc.past.length === 0;
  $('none').disabled = edits === 0;
  $('none').textContent = edits > 0 && undone === edits ? 'Redo all edits' : 'Undo all edits';
}

function plural(number, what) {
  return `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;
}

// Choices

async function openAt(change) {
  if (open && open !== change) leaveOpen();
  open = change;
  view.focus(change);
  const weighed = change.made?.choices ?? await known(change);
  if (open !== change) return;
  const choices = listed(change, weighed);
  const anchor = view.element(change);
  anchor.classList.add('open');
  const now = choices.find(choice => change.text === null ? choice.kept : choice.text === change.text && choice.end === change.end) ?? null;
  panel.open(anchor, { title: title(change), detail: detail(change), choices, now, own: change.text ?? doc.spun(change) });
}

/** What the lexicon knows, except wordings that would overlap another change. */
async function known(change) {
  const found = await engine.candidates(change.start);
  return found.filter(({ start, end }) => end >= change.end && doc.isFree(start, end, change)).map(({ cost, ...one }) => one);
}

/** The wordings with their notes. The wording of the source is always one of them. */
function listed(change, weighed) {
  const kept = { text: doc.spun(change), start: change.start, end: change.end, kept: true, note: 'unchanged' };
  const others = weighed.filter(one => one.text !== kept.text || one.end !== kept.end).map(one => ({ ...one, note: note(change, one) }));
  const made = change.made && !others.some(one => one.text === change.made.original);
  if (made) others.unshift({ text: change.made.original, start: change.made.start, end: change.made.end, note: 'restored' });
  const place = weighed.findIndex(one => one.text === kept.text);
  others.splice(place < 0 ? (change.made ? others.length : 0) : place, 0, kept);
  return others;
}

function note(change, { text: wording, cost, end }) {
  if (wording === change.made?.original) return 'restored';
  const wider = end > change.end ? `for “${doc.decode(change.start, end)}”` : '';
  return cost === undefined ? wider : `+${cost.toFixed(1)} nats`;
}

function title(change) {
  const spun = doc.spun(change).trim();
  return change.made ? `“${spun}” → “${change.made.original.trim()}”` : `“${spun}”`;
}

function detail({ made }) {
  if (!made) return 'Not edited. Possible originals according to the lexicon:';
  const sure = `${Math.round(100 * made.confidence)} % sure`;
  return { article: `${sure}: adapted to the next word`, fuzzy: `${sure}: ${made.rule}, misspelled` }[made.kind] ?? `${sure}: ${made.rule}`;
}

function chosen({ text: wording, start, end, kept }) {
  const change = open;
  // A wording from the lexicon can replace a longer phrase. The user's own words replace what the change already covers.
  doc.choose(change, kept ? null : wording, start ?? change.start, end ?? change.end);
  refreshAround(change);
  view.element(change)?.classList.add('open');
}

function refreshAround(change) {
  view.refresh(change);
  const before = view.neighbour(change, -1);
  if (before) view.refresh(before);
  count();
}

function moved(step) {
  const next = view.neighbour(open, step);
  if (next) openAt(next);
}

function closed() {
  const change = open;
  if (!change) return;
  leaveOpen();
  if (doc.changes.includes(change)) view.focus(change);
}

/** Ends work on the open change, and removes it if nothing was chosen. */
function leaveOpen() {
  const change = open;
  open = null;
  view.element(change)?.classList.remove('open');
  if (change.made || change.text !== null) return;
  doc.tidy();
  view.refresh(change);
}

function draftAt({ start, end }) {
  const change = doc.draft(start, end);
  view.refresh(change);
  return change;
}

function toggle(change) {
  if (!change?.made) return;
  doc.choose(change, change.text === null ? change.made.original : null, change.made.start, change.made.end);
  refreshAround(change);
  view.focus(change);
}

function back() {
  if (!doc?.back()) return;
  view.refreshAll();
  count();
}

text.addEventListener('click', event => {
  const change = view.change(event.target);
  if (change) return openAt(change);
  const word = doc && getSelection().isCollapsed ? view.wordAt(event.clientX, event.clientY) : null;
  if (word) openAt(draftAt(word));
});

text.addEventListener('keydown', event => {
  const change = view.change(event.target) ?? null;
  const action = keys(event, change);
  if (!action) return;
  event.preventDefault();
  action();
});

function keys({ key, ctrlKey, metaKey, shiftKey, altKey }, change) {
  if (!doc || altKey) return null;
  if (ctrlKey || metaKey) return key === 'z' ? back : null;
  const step = { ArrowRight: 1, n: 1, ArrowLeft: -1, p: -1 }[key];
  if (step && shiftKey) return () => goByWord(change, step);
  if (step) return () => go(change ? view.neighbour(change, step) : doc.changes[0]);
  if (!change) return null;
  return {
    Home: () => go(doc.changes[0]), End: () => go(doc.changes.at(-1)), Enter: () => openAt(change), ' ': () => openAt(change),
    Delete: () => toggle(change), Backspace: () => toggle(change),
  }[key] ?? null;
}

function go(change) {
  if (change) view.focus(change);
}

/** Moves to the next word. A word without an edit becomes a draft until the focus moves on. */
function goByWord(change, step) {
  const next = view.nextWord(change, step);
  if (!next) return;
  const draft = change?.draft ? change : null;
  const goal = doc.changes.includes(next) ? next : draftAt(next);
  view.focus(goal);
  if (draft) drop(draft, goal);
}

function drop(draft, goal) {
  doc.changes = doc.changes.filter(change => change !== draft);
  view.refresh(draft);
  view.focus(goal);
}

text.addEventListener('focusout', event => {
  const change = view.change(event.target);
  if (!change?.draft || open || text.contains(event.relatedTarget)) return;
  doc.tidy();
  // Not before the focus has moved.
  queueMicrotask(() => view.refresh(change));
});

// Around the text

source.addEventListener('input', event => {
  file = null;
  if (event.inputType === 'insertFromPaste' || event.inputType === 'insertFromDrop') restore();
  else if (doc) showStatus('The text has changed since it was restored.');
});

addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) restore();
});

function formatOf(name) {
  if (/\.x?html?$/i.test(name)) return 'html';
  return /\.(md|markdown)$/i.test(name) ? 'markdown' : 'text';
}

function read(name, bytes) {
  source.value = new TextDecoder().decode(bytes);
  $('format').value = formatOf(name);
  file = { name, bytes };
  restore();
}

async function readFile(chosen) {
  if (chosen) read(chosen.name, new Uint8Array(await chosen.arrayBuffer()));
}

source.addEventListener('dragover', () => source.classList.add('over'));
source.addEventListener('dragleave', () => source.classList.remove('over'));
source.addEventListener('drop', event => {
  source.classList.remove('over');
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  readFile(event.dataTransfer.files[0]);
});

async function copy() {
  const bytes = doc.output();
  try {
    await navigator.clipboard.writeText(new TextDecoder().decode(bytes));
    confirmOn('copy', 'Copied');
  } catch {
    showStatus('The browser does not allow copying; download the text instead.');
  }
}

const EXTENSIONS = { text: 'txt', markdown: 'md', html: 'html' };

function download() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([doc.output()], { type: 'text/plain;charset=utf-8' }));
  link.download = file ? file.name.replace(/(\.[^.]*)?$/, '.restored$&') : `restored.${EXTENSIONS[$('format').value]}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  confirmOn('download', 'Downloaded');
}

/** Shows a confirmation on a button for a moment. */
function confirmOn(id, word) {
  endNotice();
  const button = $(id), name = button.textContent;
  button.textContent = word;
  showStatus(`${word}: ${plural(doc.output().length, 'byte')}`);
  const timer = setTimeout(() => { endNotice(); count(); }, 1500);
  notice = { timer, end: () => { button.textContent = name; } };
}

/** Ends everything that belongs to the current result. */
function leaveResult() {
  endNotice();
  if (open) panel.close();
}

/** Removes the confirmation on a button. */
function endNotice() {
  if (!notice) return;
  clearTimeout(notice.timer);
  notice.end();
  notice = null;
}

function clear() {
  runs++;
  leaveResult();
  [source.value, file, doc] = ['', null, null];
  text.replaceChildren();
  explain();
  for (const id of ['copy', 'download', 'view', 'back', 'none']) $(id).disabled = true;
  showStatus('');
  source.focus();
}

function all() {
  const { edits, undone } = doc.counts();
  doc.setAll(undone === edits);
  view.refreshAll();
  count();
}

const buttons = {
  restore, copy, download, clear, back, none: all,
  open: () => $('file').click(),
  example: () => { source.value = example; file = null; $('format').value = 'text'; restore(); },
};
for (const [id, action] of Object.entries(buttons)) $(id).addEventListener('click', action);
$('file').addEventListener('change', event => readFile(event.target.files[0]).then(() => { event.target.value = ''; }));
$('why').addEventListener('toggle', explain);
$('view').addEventListener('change', event => { text.dataset.view = event.target.value; });
for (const id of ['settings', 'format']) $(id).addEventListener('change', () => doc && restore());
for (const event of ['pointerdown', 'focusin']) {
  document.addEventListener(event, ({ target }) => { if (!$('settings').contains(target)) $('settings').open = false; });
}
$('settings').addEventListener('keydown', ({ key, currentTarget }) => { if (key === 'Escape') currentTarget.open = false; });

controlled().then(() => { engine = new Engine(loading); restore(); });
