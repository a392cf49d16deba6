// Shows for each paragraph whether it looks spun, and why.

const decoder = new TextDecoder();
const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
/** How many edits are named as reasons. */
const MOST_EDITS = 3;
/** How many characters of a paragraph are shown. */
const MOST_CHARACTERS = 48;

const ODD = {
  words: 'Some words look replaced, but no known spinner explains them.',
  term: 'There is a tortured phrase, but only one.',
  alternatives: 'A spinner has left alternatives, such as {big|large}.',
};

/** What was found about the whole text, one sentence each. `result` is that of the engine. */
export function general({ family, odd }) {
  const spinner = family ? [`It looks like the work of: ${family.replaceAll('+', ', ')}.`] : [];
  return [...spinner, ...odd.map(name => ODD[name])];
}

/** The paragraphs of a document with words: where each is, how it starts, whether it looks spun, and the reasons. */
export function paragraphs(doc) {
  const found = [];
  for (const block of doc.blocks()) {
    const text = decoder.decode(doc.source.subarray(block.start, doc.lineEnd(block)));
    const words = text.match(WORD)?.length ?? 0;
    if (words === 0) continue;
    const isSpun = doc.judged.spans.some(([start, end]) => start < block.end && block.start < end);
    found.push({ block, start: beginning(text), isSpun, reason: reason(doc.within(block), words, isSpun) });
  }
  return found;
}

function beginning(text) {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS).trimEnd()} …` : line;
}

function reason(changes, words, isSpun) {
  const made = changes.map(change => change.made).filter(made => made && made.kind !== 'article');
  if (made.length === 0) return isSpun ? 'It belongs to a part that looks spun; nothing in it needs an edit.' : 'No sign of a spinner.';
  const count = `${made.length} edit${made.length === 1 ? '' : 's'} in ${words} word${words === 1 ? '' : 's'}`;
  const surest = made.toSorted((one, other) => other.margin - one.margin).slice(0, MOST_EDITS);
  return `${count}, the surest: ${surest.map(edit => edit.rule.replace(' -> ', ' → ')).join('; ')}`;
}

/** Fills `list` with the facts about the whole text and `body`, of a table, with a row for each paragraph. A click on the
    beginning of a paragraph calls `go` with its block. Without a document, there is only a hint. */
export function show(doc, list, body, go) {
  if (!doc) {
    list.replaceChildren(element('li', 'Restore a text first.'));
    return body.replaceChildren();
  }
  list.replaceChildren(...general(doc.judged).map(sentence => element('li', sentence)));
  body.replaceChildren(...paragraphs(doc).map(({ block, start, isSpun, reason }) => {
    const button = element('button', start);
    button.type = 'button';
    button.addEventListener('click', () => go(block));
    const head = document.createElement('th');
    head.scope = 'row';
    head.append(button);
    const row = document.createElement('tr');
    row.className = isSpun ? 'looks-spun' : '';
    row.append(head, element('td', isSpun ? 'looks spun' : 'looks honest'), element('td', reason));
    return row;
  }));
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
