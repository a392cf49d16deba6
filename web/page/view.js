// Shows a document: a block for each line, and an element for each change. The cursor is the one change that the Tab key
// reaches.

import { byteLength, isAsMade } from './document.js';

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
/** Edits with a lower confidence are shown as less sure. */
const SURE = 0.7;
/** With more blocks than this, the browser does not render those that are out of sight. */
const MANY = 300;

export class View {
  #doc;
  #blocks = [];
  #elements = new Map();
  #starts = new WeakMap();
  #cursor = null;

  constructor(root) {
    this.root = root;
  }

  show(doc) {
    this.#doc = doc;
    this.#cursor = doc.changes[0] ?? null;
    this.#elements.clear();
    this.#blocks = doc.blocks().map(range => ({ range, element: document.createElement('div') }));
    this.#blocks.forEach(block => this.#fill(block));
    this.root.classList.toggle('large', this.#blocks.length > MANY);
    this.root.replaceChildren(...this.#blocks.map(block => block.element));
  }

  /** Updates the block of a change. */
  refresh(change) {
    const block = this.#blocks.findLast(({ range }) => range.start <= change.start);
    if (block) this.#fill(block);
  }

  refreshAll() {
    this.#blocks.forEach(block => this.#fill(block));
  }

  /** The change after (1) or before (-1) `from`; null at the ends. */
  neighbour(from, step) {
    return this.#doc.changes[this.#doc.changes.indexOf(from) + step] ?? null;
  }

  element(change) {
    return this.#elements.get(change);
  }

  change(element) {
    return element?.closest?.('.edit') ? this.#doc?.changes.find(change => this.#elements.get(change) === element.closest('.edit')) ?? null : null;
  }

  /** Moves the cursor and the focus. */
  focus(change) {
    const before = this.#elements.get(this.#cursor);
    if (before) before.tabIndex = -1;
    this.#cursor = change;
    const element = this.#elements.get(change);
    if (!element) return this.root.focus();
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  }

  /** Moves to a block: to its first change, if there is one. */
  goTo({ start }) {
    const { element, range } = this.#blocks.find(block => block.range.start === start);
    element.scrollIntoView({ block: 'nearest' });
    const [first] = this.#doc.within(range);
    if (first) this.focus(first);
    else this.root.focus({ preventScroll: true });
  }

  /** The word at a point of the window, as bytes of the source; null on an edit, or if there is no word. */
  wordAt(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    const range = place ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = place ? [place.offsetNode, place.offset] : [range?.startContainer, range?.startOffset];
    return this.#words(node).find(word => word.from <= offset && offset <= word.to) ?? null;
  }

  /** The next (1) or previous (-1) word or change, seen from a change. */
  nextWord(change, step) {
    const nodes = [...this.root.querySelectorAll('.edit, .plain')];
    const all = nodes.flatMap(node => node.matches('.edit') ? [this.change(node)] : this.#words(node.firstChild));
    const at = all.indexOf(change);
    return all[at + step] ?? null;
  }

  #words(node) {
    const start = this.#starts.get(node);
    if (start === undefined) return [];
    return [...node.data.matchAll(WORD)].map(({ 0: word, index }) => {
      const from = start + byteLength(node.data.slice(0, index));
      return { from: index, to: index + word.length, start: from, end: from + byteLength(word) };
    });
  }

  #fill({ range, element }) {
    const changes = this.#doc.within(range);
    const parts = [];
    let shown = range.start;
    for (const change of changes) {
      parts.push(...this.#plain(shown, change.start), this.#edit(change));
      shown = change.end;
    }
    // The block itself is the line break. An empty block would have no height.
    parts.push(...this.#plain(shown, Math.max(shown, this.#doc.lineEnd(range))));
    element.replaceChildren(...(parts.length ? parts : [document.createElement('br')]));
  }

  #plain(start, end) {
    if (start >= end) return [];
    const text = this.#doc.decode(start, end);
    const node = document.createElement('span');
    node.className = 'plain';
    node.textContent = text;
    // If there is invalid UTF-8, positions of characters do not correspond to those of bytes.
    if (byteLength(text) === end - start) this.#starts.set(node.firstChild, start);
    return [node];
  }

  #edit(change) {
    const spun = this.#doc.spun(change);
    const element = document.createElement('span');
    element.className = `edit ${kind(change)}`;
    element.role = 'button';
    element.ariaHasPopup = 'dialog';
    element.tabIndex = change === this.#cursor ? 0 : -1;
    element.ariaLabel = label(change, spun);
    const [before, after] = [document.createElement('del'), document.createElement('ins')];
    before.textContent = spun;
    after.textContent = change.text ?? '';
    element.append(before, after);
    this.#elements.set(change, element);
    return element;
  }
}

function kind(change) {
  if (change.draft) return 'draft';
  if (change.text === null) return 'undone';
  if (!isAsMade(change)) return 'hand';
  return change.made.confidence < SURE ? 'unsure' : 'sure';
}

function label(change, spun) {
  const text = change.text === '' ? 'nothing' : change.text;
  return {
    draft: `${spun}: not changed`,
    undone: `${spun}: undone, would be ${change.made?.original}`,
    hand: `${text}: chosen by you, was ${spun}`,
    unsure: `${text}: less sure, was ${spun}`,
    sure: `${text}: was ${spun}`,
  }[kind(change)];
}
