// A source with its changes: the edits of the engine, and what the user chose. Positions are bytes of the source, ends
// excluded. Bytes outside the changes are copied as they are.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** @typedef {{start: number, end: number, text: string | null, made: object | null, draft?: boolean}} Change
    `text` is the current wording, or null for that of the source. `made` is the engine's edit, or null if the user began the
    change. A draft is a word that has the focus but no other wording yet. */

export class Document {
  /** @param {Uint8Array} source @param {object[]} edits sorted and disjoint */
  constructor(source, edits) {
    this.source = source;
    /** @type {Change[]} */
    this.changes = edits.map(made => ({ start: made.start, end: made.end, text: made.original, made }));
    this.past = [];
  }

  spun(change) {
    return this.decode(change.start, change.end);
  }

  decode(start, end) {
    return decoder.decode(this.source.subarray(start, end));
  }

  /** The restored bytes. */
  output() {
    const parts = [];
    let copied = 0;
    for (const { start, end, text } of this.changes.filter(change => change.text !== null)) {
      parts.push(this.source.subarray(copied, start), encoder.encode(text));
      copied = end;
    }
    parts.push(this.source.subarray(copied));
    return joined(parts);
  }

  /** The ranges to show as one paragraph each: lines, but never cut inside a change. */
  blocks() {
    const blocks = [];
    let start = 0, next = 0;
    for (let at = this.source.indexOf(10); at >= 0; at = this.source.indexOf(10, at + 1)) {
      while (next < this.changes.length && this.changes[next].end <= at) next++;
      if (next < this.changes.length && this.changes[next].start <= at) continue;
      blocks.push({ start, end: at + 1 });
      start = at + 1;
    }
    if (start < this.source.length) blocks.push({ start, end: this.source.length });
    return blocks;
  }

  /** Where the text of a block ends, without its line end. */
  lineEnd({ start, end }) {
    const length = this.source[end - 1] !== 10 ? 0 : this.source[end - 2] === 13 ? 2 : 1;
    return Math.max(start, end - length);
  }

  /** The changes that begin in a range. */
  within({ start, end }) {
    return this.changes.filter(change => change.start >= start && change.start < end);
  }

  /** Whether the range overlaps no change except `except`. */
  isFree(start, end, except = null) {
    return this.changes.every(change => change === except || change.end <= start || change.start >= end);
  }

  /** Sets the wording of a change; null restores that of the source. `start..end` can be longer than the change. */
  choose(change, text, start = change.start, end = change.end) {
    this.past.push(this.#state());
    this.#set(change, text, start, end);
    // An article that was adapted to this word changes with it.
    const article = this.#articleOf(change);
    if (article) article.text = text === null ? null : article.made.original;
  }

  #set(change, text, start, end) {
    const same = text !== null && text === this.decode(start, end);
    Object.assign(change, { start, end, text: same ? null : text });
    delete change.draft;
  }

  #articleOf(change) {
    const before = this.changes[this.changes.indexOf(change) - 1];
    const isArticle = change.made && before?.made?.kind === 'article' && change.start - before.end <= 1;
    return isArticle ? before : null;
  }

  /** Adds a draft of the user at `start..end`. */
  draft(start, end) {
    const change = { start, end, text: null, made: null, draft: true };
    this.changes.push(change);
    this.changes.sort((a, b) => a.start - b.start);
    return change;
  }

  /** Removes the user's changes that change nothing. */
  tidy() {
    this.changes = this.changes.filter(change => change.made || change.text !== null);
  }

  /** Makes all edits of the engine, or undoes all of them. */
  setAll(on) {
    this.past.push(this.#state());
    this.tidy();
    for (const change of this.changes) {
      if (change.made) Object.assign(change, { start: change.made.start, end: change.made.end, text: on ? change.made.original : null });
    }
  }

  #state() {
    return this.changes.filter(change => !change.draft).map(change => ({ change, copy: { ...change } }));
  }

  /** Undoes the last choice. Returns false if there is none. */
  back() {
    const state = this.past.pop();
    if (!state) return false;
    this.changes = state.map(({ change, copy }) => Object.assign(change, copy));
    return true;
  }

  counts() {
    const made = this.changes.filter(change => change.made);
    return {
      edits: made.length,
      undone: made.filter(change => change.text === null).length,
      hand: this.changes.filter(change => change.text !== null && !isAsMade(change)).length,
    };
  }
}

/** Whether a change has the wording of the engine. */
export function isAsMade({ text, made }) {
  return made !== null && text === made.original;
}

/** Length of a text in bytes of UTF-8. */
export function byteLength(text) {
  return encoder.encode(text).length;
}

function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
