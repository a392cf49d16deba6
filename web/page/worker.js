// Runs the engine in a thread of its own, so that the page stays responsive. engine/src/lib.rs describes the calls.

/** In the order of the numbers that the engine takes. */
const FORMATS = ['text', 'markdown', 'html'];

let module, engine;

/** Fetches and compiles the module, and reports the progress. */
async function load() {
  const response = await fetch('engine.wasm');
  if (!response.ok) throw new Error(`engine.wasm: ${response.status} ${response.statusText}`);
  const total = Number(response.headers.get('Content-Length'));
  let loaded = 0;
  const counted = response.body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      loaded += chunk.length;
      postMessage({ loaded, total });
      out.enqueue(chunk);
    },
  }));
  module = await WebAssembly.compileStreaming(new Response(counted, { headers: { 'Content-Type': 'application/wasm' } }));
}

async function start() {
  engine = (await WebAssembly.instantiate(module, {})).exports;
}

function parsed(length) {
  const bytes = new Uint8Array(engine.memory.buffer, engine.output(), length);
  return JSON.parse(new TextDecoder().decode(bytes));
}

const calls = {
  restore({ text, format, allow, assumeSpun, minMargin }) {
    const words = new TextEncoder().encode(allow);
    const at = engine.input(words.length + text.length);
    const memory = new Uint8Array(engine.memory.buffer, at, words.length + text.length);
    memory.set(words);
    memory.set(text, words.length);
    const begin = performance.now();
    const result = parsed(engine.restore(words.length, FORMATS.indexOf(format), assumeSpun ? 1 : 0, minMargin));
    return { ...result, milliseconds: performance.now() - begin };
  },
  candidates: ({ at }) => parsed(engine.candidates(at)),
};

const ready = load().then(start);
ready.then(() => postMessage({ ready: true }), error => postMessage({ failed: error.message }));

onmessage = async ({ data: { id, call, what } }) => {
  try {
    await ready;
    postMessage({ id, result: calls[call](what) });
  } catch (error) {
    postMessage({ id, error: error.message });
    // After a trap, the memory can be in any state.
    if (module) await start();
  }
};
