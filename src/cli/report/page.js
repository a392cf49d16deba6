'use strict';
const edits = () => [...document.querySelectorAll('details[open] .edit')];
const go = step => {
  const all = edits(), at = all.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
};
const foldAll = open => {
  for (const section of document.querySelectorAll('details')) section.open = open;
};
document.getElementById('open').addEventListener('click', () => foldAll(true));
document.getElementById('close').addEventListener('click', () => foldAll(false));
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'n') go(1);
  else if (event.key === 'p') go(-1);
  else if (event.key === 'Escape') document.activeElement?.blur();
});
// Details that would stick out of the window are moved back into it.
const settle = event => {
  const edit = event.target.closest?.('.edit'), card = edit?.querySelector('.card');
  if (!card) return;
  card.style.marginInlineStart = '0';
  const over = card.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
  if (over > 0) card.style.marginInlineStart = `${-over}px`;
};
document.addEventListener('focusin', settle);
document.addEventListener('mouseover', settle);
