// The engine as the page sees it: calls that return promises. It owns the worker.

export class Engine {
  #worker;
  #waiting = new Map();
  #calls = 0;

  /** `told` hears what happens while it loads: `{loaded, total}`, `{ready}` or `{failed}`. */
  constructor(told) {
    this.#worker = new Worker('worker.js');
    this.#worker.onmessage = ({ data }) => {
      if (data.id === undefined) return told(data);
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.error === undefined) resolve(data.result);
      else reject(new Error(data.error));
    };
    this.#worker.onerror = event => told({ failed: event.message });
  }

  #call(call, what) {
    return new Promise((resolve, reject) => {
      const id = ++this.#calls;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call, what });
    });
  }

  /** The edits of `text` (bytes), and what it looks like. */
  restore(text, options) {
    return this.#call('restore', { text, ...options });
  }

  /** What the lexicon knows of the words at byte `at` of the last text. */
  candidates(at) {
    return this.#call('candidates', { at });
  }
}
