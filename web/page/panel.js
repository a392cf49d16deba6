// The panel of an edit or a word: other wordings, the wording of the source, and a field for the user's own words.

/** Maximum number of wordings in the list. */
const MAX_WORDINGS = 24;
/** The same as in style.css: in narrow windows, the panel is at the bottom. */
const NARROW = '(max-width: 52rem)';

export class Panel {
  #root;
  #handlers;

  /** @param {HTMLElement} root @param {{chosen: Function, moved: Function, closed: Function}} handlers */
  constructor(root, handlers) {
    this.#root = root;
    this.#handlers = handlers;
    root.addEventListener('toggle', event => event.newState === 'closed' && handlers.closed());
    root.addEventListener('keydown', event => this.#key(event));
  }

  /** `choices` are `{text, start, end, note}`; `now` is the current one. `own` is the initial text of the user's own words. */
  open(anchor, { title, detail, choices, now, own }) {
    this.#root.replaceChildren(
      made('h3', { id: 'panel-title', textContent: title }),
      made('p', { textContent: detail }),
      this.#wordings(choices.slice(0, MAX_WORDINGS), now),
      this.#form(own),
      this.#bar(),
    );
    if (!this.#root.matches(':popover-open')) this.#root.showPopover();
    this.#place(anchor);
    (this.#root.querySelector('input:checked') ?? this.#root.querySelector('input')).focus();
  }

  /** Closes the panel and returns the focus at once. The browser's own event comes later, when more keys may have been pressed. */
  close() {
    this.#root.hidePopover();
    this.#handlers.closed();
  }

  #wordings(choices, now) {
    const list = made('div', { className: 'wordings', role: 'radiogroup', ariaLabel: 'Wording' });
    list.append(...choices.map(choice => {
      const input = made('input', { type: 'radio', name: 'wording', checked: choice === now });
      input.addEventListener('change', () => this.#handlers.chosen(choice));
      const label = made('label', {});
      label.append(input, made('b', { textContent: choice.text.trim() || '(nothing)' }), made('small', { textContent: choice.note }));
      return label;
    }));
    // Enter does nothing in a group of radio buttons: the choice has already been made.
    list.addEventListener('keydown', event => event.key === 'Enter' && this.close());
    return list;
  }

  #form(own) {
    const form = made('form', {});
    const label = made('label', { textContent: 'Your own words' });
    const input = made('input', { type: 'text', id: 'own', value: own, autocomplete: 'off' });
    label.append(input);
    form.append(label, made('button', { type: 'submit', textContent: 'Use' }));
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#handlers.chosen({ text: input.value });
      this.close();
    });
    return form;
  }

  #bar() {
    const bar = made('div', { className: 'bar' });
    for (const [text, step] of [['← Previous', -1], ['Next →', 1]]) {
      const button = made('button', { type: 'button', textContent: text, ariaLabel: step < 0 ? 'Previous edit' : 'Next edit' });
      button.addEventListener('click', () => this.#handlers.moved(step));
      bar.append(button);
    }
    const close = made('button', { type: 'button', textContent: 'Close' });
    close.addEventListener('click', () => this.close());
    bar.append(close);
    return bar;
  }

  /** Places the panel below the anchor if there is room, and otherwise above it. In narrow windows, style.css places it. */
  #place(anchor) {
    this.#root.removeAttribute('style');
    if (matchMedia(NARROW).matches) return;
    const at = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
    const { width, height } = this.#root.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left, innerWidth - width - 12));
    const below = at.bottom + 8, above = at.top - height - 8;
    const top = below + height <= innerHeight || above < 0 ? Math.min(below, innerHeight - height - 8) : above;
    Object.assign(this.#root.style, { left: `${left}px`, top: `${Math.max(8, top)}px` });
  }

  /** Keeps the focus inside when Tab is pressed. Escape closes the panel. */
  #key(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      return this.close();
    }
    if (event.key !== 'Tab') return;
    const all = [...this.#root.querySelectorAll('input[type=text], button, input:checked')];
    const [first, last] = [all[0], all.at(-1)];
    const goal = event.shiftKey ? (document.activeElement === first ? last : null) : (document.activeElement === last ? first : null);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  }
}

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
