// Search, the place in the navigation, and buttons that copy. The page is complete without them.

const MOST_RESULTS = 50;

const element = (selector) => document.querySelector(selector);
const field = element('#search');
const results = element('#results');
const contents = element('#contents');
const found = element('#found');
const menu = element('#menu');

/** "addSipLine" is also found as "add sip line", TITLE_EXISTS as "title exists". */
const wordsOf = (name) =>
  `${name} ${name.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ')}`.replaceAll(/[_.():]+/g, ' ').toLowerCase();

/** As long as the text, so that what is found has the same place in it. */
const searchable = (text) => text.toLowerCase().replaceAll('_', ' ');

/** What can be found: names of operations, arguments, types, fields, values and errors, with their descriptions. */
const entries = [...document.querySelectorAll('[data-entry]')].map((node) => {
  const { entry: name, kind } = node.dataset;
  // Of an error also what to do about it.
  const texts = [...node.querySelectorAll(kind ? '.about' : 'dd')].slice(0, kind === 'error' ? undefined : 1);
  const description = texts
    .map(({ textContent }) => textContent)
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  // Without the name of what it belongs to.
  const ownName = kind ? name : name.replace(/^.*[.(]/, '').replace(':)', '');
  return {
    id: node.id,
    name,
    kind,
    description,
    searched: searchable(description),
    searchedName: searchable(ownName),
    ownWords: wordsOf(ownName),
    words: wordsOf(name),
  };
});

/** The lower, the better; undefined if it does not match. What has a section of its own comes before its parts. */
function rankOf({ kind, searchedName, ownWords, words, searched }, query, parts) {
  const isIn = (text) => (part) => text.includes(part);
  const part = kind ? 0 : 0.5;
  if (searchedName === query) return part;
  if (searchedName.startsWith(query)) return 1 + part;
  if (parts.every(isIn(ownWords))) return 2 + part;
  if (searched.includes(query)) return 4 + part;
  if (!parts.some(isIn(`${ownWords} ${searched}`))) return undefined;
  if (parts.every(isIn(words))) return 3 + part;
  return parts.every(isIn(`${words} ${searched}`)) ? 5 + part : undefined;
}

function search() {
  const query = searchable(field.value.trim());
  const parts = query.split(/\s+/);
  const matches = entries
    .map((entry) => ({ ...entry, rank: query === '' ? undefined : rankOf(entry, query, parts) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((one, other) => one.rank - other.rank);
  results.replaceChildren(...matches.slice(0, MOST_RESULTS).map((match) => resultOf(match, query)));
  results.hidden = query === '';
  contents.hidden = query !== '';
  found.textContent = query === '' ? '' : matches.length === 1 ? '1 result' : `${matches.length} results`;
}

function resultOf(match, query) {
  const link = document.createElement('a');
  link.href = `#${match.id}`;
  const [title, excerpt] = [document.createElement('b'), document.createElement('small')];
  title.textContent = match.name;
  excerpt.textContent = [match.kind, excerptOf(match, query)].filter(Boolean).join(' · ');
  link.append(title, excerpt);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

/** Whole words around what was found; without it, the beginning. */
function excerptOf({ description, searched }, query) {
  const from = searched.indexOf(query) - 40;
  const start = from > 0 ? description.indexOf(' ', from) + 1 : 0;
  const end = description.lastIndexOf(' ', start + 100);
  const rest =
    description.length - start <= 100 ? description.slice(start) : `${description.slice(start, end)}…`;
  return start > 0 ? `…${rest}` : rest;
}

function clear() {
  field.value = '';
  search();
}

function openMenu(isOpen) {
  contents.classList.toggle('open', isOpen);
  menu.setAttribute('aria-expanded', String(isOpen));
}

/** Up and down go from the field through the results. */
function step(event) {
  const links = [...results.querySelectorAll('a')];
  const from = links.indexOf(document.activeElement);
  if (links.length === 0 || (from < 0 && document.activeElement !== field)) return;
  event.preventDefault();
  const to = from + (event.key === 'ArrowDown' ? 1 : -1);
  (links[to] ?? (to < 0 ? field : links[from])).focus();
}

addEventListener('keydown', (event) => {
  const isTyping = /^(input|textarea|select)$/i.test(event.target.tagName ?? '');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (
    event.key === 'Escape' &&
    (field.value !== '' || element('#navigation').contains(event.target))
  ) {
    clear();
    openMenu(false);
    field.focus();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    step(event);
  } else if (event.key === 'Enter' && event.target === field) {
    results.querySelector('a')?.click();
  }
});
field.addEventListener('input', search);
menu.addEventListener('click', () => {
  clear();
  openMenu(menu.getAttribute('aria-expanded') !== 'true');
});
element('#navigation').addEventListener('click', (event) => {
  // On a narrow screen, the results cover what was chosen.
  if (!event.target.closest('a') || getComputedStyle(menu).display === 'none') return;
  clear();
  openMenu(false);
});

/** Marks the entry that is being read, and keeps it in view in the navigation. */
function followReading() {
  const links = new Map([...contents.querySelectorAll('li a')].map((link) => [link.hash.slice(1), link]));
  let current;
  const observer = new IntersectionObserver(
    (changes) => {
      const link = links.get(changes.find(({ isIntersecting }) => isIntersecting)?.target.id);
      if (!link || link === current) return;
      current?.removeAttribute('aria-current');
      current = link;
      link.setAttribute('aria-current', 'true');
      link.scrollIntoView({ block: 'nearest' });
    },
    { rootMargin: '-10% 0px -85% 0px' },
  );
  for (const entry of document.querySelectorAll('.entry')) observer.observe(entry);
}

function addCopyButtons() {
  // Browsers offer it on this machine and over HTTPS.
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll('figure')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', `Copy: ${figure.querySelector('figcaption').textContent}`);
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(figure.querySelector('pre').textContent);
      button.textContent = 'Copied';
      setTimeout(() => (button.textContent = 'Copy'), 2_000);
    });
    figure.append(button);
  }
}

document.documentElement.classList.add('scripted');
element('.search').hidden = false;
followReading();
addCopyButtons();
