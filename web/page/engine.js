// The engine as the page sees it: calls to the worker, which return promises.

export class Engine {
  #worker;
  #waiting = new Map();
  #calls = 0;

  /** Calls `progress` while the engine loads, with `{loaded, total}` in bytes, `{ready}` or `{failed}`. */
  constructor(progress) {
    this.#worker = new Worker('worker.js');
    this.#worker.onmessage = ({ data }) => {
      if (data.id === undefined) return progress(data);
      const { resolve, reject } = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if (data.error === undefined) resolve(data.result);
      else reject(new Error(data.error));
    };
    this.#worker.onerror = event => progress({ failed: event.message });
  }

  #call(call, what) {
    return new Promise((resolve, reject) => {
      const id = ++this.#calls;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, call, what });
    });
  }

  /** Returns the edits of `text` (bytes) and its verdict. */
  restore(text, options) {
    return this.#call('restore', { text, ...options });
  }

  /** Returns what the lexicon knows about the words at byte `at` of the last text. */
  candidates(at) {
    return this.#call('candidates', { at });
  }
}
