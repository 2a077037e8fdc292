// The page of the explorer: GraphiQL with examples to choose from, and the caller's key and portal in every request.

const STORED = 'gateway:credentials';
const ENDPOINT = '/graphql';

/** What the form holds. It is kept for this tab of the browser only. */
const credentials = JSON.parse(sessionStorage.getItem(STORED) ?? '{}');

function headersOf({ authorization, portal, portalToken }) {
  return {
    ...(authorization && { authorization: `Bearer ${authorization.replace(/^bearer\s+/i, '')}` }),
    ...(portal && { 'x-bitrix24-portal': portal }),
    ...(portalToken && { 'x-bitrix24-token': portalToken }),
  };
}

function say(text) {
  const status = document.querySelector('#status');
  status.textContent = text;
  status.classList.add('problem');
}

/** Explains why there is no documentation and no completion, where the gateway does not show its schema. */
async function explainRefusal(headers) {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }),
  }).catch(() => undefined);
  if (!response) {
    say('The gateway does not respond. Is it running?');
    return;
  }
  if (response.ok) return;
  const { errors = [] } = await response.json().catch(() => ({}));
  say(errors[0]?.message ?? `The gateway refuses requests with status ${response.status}.`);
  document.querySelector('#credentials').open = true;
}

function fillForm() {
  const form = document.querySelector('#credentials form');
  for (const [name, value] of Object.entries(credentials)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(new FormData(form))));
    location.reload();
  });
}

/** The editor's own, as files: it would make them of texts, which the page's security policy does not allow. */
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_moduleId, label) =>
    `/explorer/${label === 'json' || label === 'graphql' ? label : 'editor'}-worker.js`,
};

/** Where GraphiQL stores what it shows. Only the looks are kept: variables may hold the password of a line. */
const memory = new Map();
const KEPT = 'graphiql:theme';
const storage = {
  get length() {
    return memory.size;
  },
  getItem: (key) => (key === KEPT ? localStorage.getItem(key) : (memory.get(key) ?? null)),
  setItem(key, value) {
    if (key === KEPT) localStorage.setItem(key, value);
    else memory.set(key, value);
  },
  removeItem(key) {
    if (key === KEPT) localStorage.removeItem(key);
    memory.delete(key);
  },
  clear() {
    memory.clear();
  },
};

const headers = headersOf(credentials);
const examples = JSON.parse(document.querySelector('#examples').textContent);
const chosen = examples[Number(location.hash.slice(1)) - 1] ?? examples[0];

/** A link for each example. GraphiQL takes an operation only when it starts, so that following one loads the page again. */
function listExamples() {
  const items = examples.map((example, index) => {
    const link = document.createElement('a');
    link.href = `#${index + 1}`;
    link.textContent = example.title;
    if (example === chosen) link.setAttribute('aria-current', 'page');
    const item = document.createElement('li');
    item.append(link);
    return item;
  });
  document.querySelector('#list').append(...items);
  addEventListener('hashchange', () => location.reload());
}

fillForm();
listExamples();
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#graphiql'), {
  endpoint: ENDPOINT,
  title: 'Bitrix24 telephony',
  logo: ' ',
  additionalHeaders: headers,
  query: chosen.query,
  variables: chosen.variables,
  defaultQuery: '',
  defaultEditorToolsVisibility: 'variables',
  shouldPersistHeaders: false,
  storage,
  // By default it writes the operation into the page's address.
  onEditQuery: () => undefined,
  schemaDescription: true,
  inputValueDeprecation: true,
});
void explainRefusal(headers);
