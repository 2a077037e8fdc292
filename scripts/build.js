import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { thirdPartyLicenses } from './third-party-licenses.js';

// Bundles the programs into dist, unless they were built from the same inputs. Types are checked by `npm run check`.
process.chdir(join(import.meta.dirname, '..'));

const ENTRIES = [
  'cli',
  'main',
  'emulator/main',
  'emulator/emulator',
  'doctor/main',
  'acceptance/main',
  'api-key/main',
  'contract',
];

/**
 * Packages that stay in node_modules: graphql, because all who use it must share one copy; the Federation library on
 * top of it, part of which is under a license that would extend to the bundle; and the offline
 * explorer's client, which is optional.
 */
const EXTERNAL = [/^graphql($|\/)/, /^@apollo\/subgraph($|\/)/, /^@graphql-yoga\/render-graphiql($|\/)/];

/** What Fastify would require if `src/http/server.ts` did not replace it: half of what a start would have to compile. */
const NEVER_REQUIRED = [/^@fastify\/ajv-compiler$/, /^@fastify\/fast-json-stringify-compiler$/];

/** What Got would import for HTTP/2, which nobody asks it for: 7 % of the time of a start. */
const WITHOUT_HTTP2 = {
  name: 'without-http2',
  resolveId: (id) => (id === 'http2-wrapper' ? '\0http2-wrapper' : null),
  load: (id) => (id === '\0http2-wrapper' ? 'export default {};' : null),
};

/**
 * OpenTelemetry's packages name their ES modules in a field that bundlers for Node ignore. From CommonJS, five times as
 * much would be bundled: everything that they contain.
 */
const ES_MODULES = Object.fromEntries(
  [
    'api-logs',
    'core',
    'exporter-trace-otlp-http',
    'exporter-trace-otlp-proto',
    'otlp-transformer',
    'resources',
    'sdk-logs',
    'sdk-metrics',
    'sdk-trace',
    'sdk-trace-base',
  ].map((name) => {
    const folder = join('node_modules/@opentelemetry', name);
    const { module } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return [`@opentelemetry/${name}$`, join(process.cwd(), folder, module)];
  }),
);

/** Says in the build what it was built from. */
const STAMP = 'dist/.built-from';

const inputs = hashOfInputs();
if (readIfThere(STAMP) !== inputs) {
  mkdirSync('dist', { recursive: true });
  const release = await lock('dist', { retries: { retries: 600, minTimeout: 100, maxTimeout: 100 } });
  try {
    if (readIfThere(STAMP) !== inputs) await build();
  } finally {
    await release();
  }
}

async function build() {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: Object.fromEntries(ENTRIES.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: [...EXTERNAL, ...NEVER_REQUIRED],
    plugins: [WITHOUT_HTTP2],
    // What CommonJS packages expect, and ES modules have under other names.
    transform: { define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' } },
    // It would take its own implementation of SHA-256 in a bundle, where there is no `module.require`.
    resolve: { alias: { '@apollo/utils.createhash': 'node:crypto', ...ES_MODULES } },
  });
  const { output } = await bundle.generate({
    format: 'es',
    sourcemap: true,
    // Whoever reads the programs reads the sources. Licenses are in a file of their own.
    comments: false,
    chunkFileNames: 'chunks/[name]-[hash].js',
  });
  await bundle.close();

  const files = new Map(
    output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]),
  );
  const bundled = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  files.set('THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(bundled));
  const types = readFileSync('src/graphql/__generated__/contract.d.ts', 'utf8');
  files.set(
    'contract.d.ts',
    `/** The contract as text. */\nexport declare const typeDefs: string;\n${types}`,
  );
  for (const [name, content] of await clientFiles()) files.set(name, content);
  for (const [name, content] of files) replaceFile(join('dist', name), content);
  removeOthers(files);
  replaceFile(STAMP, inputs);
}

/**
 * What front ends import. A bundle of its own, because the programs share its modules and would be given a part of it;
 * not minified, because bundlers of front ends do so. Its types are those of its sources.
 */
async function clientFiles() {
  const { rolldown } = await import('rolldown');
  // Experimental, so that a new version of the bundler may name it differently: the tests of the package would say so.
  const { isolatedDeclarationSync } = await import('rolldown/experimental');
  const { buildASTSchema, Kind, parse, printSchema } = await import('graphql');

  const bundle = await rolldown({
    input: 'src/client/client.ts',
    platform: 'browser',
    tsconfig: 'tsconfig.json',
  });
  const { output } = await bundle.generate({
    format: 'es',
    sourcemap: true,
    entryFileNames: 'client/client.js',
  });
  await bundle.close();
  const files = output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]);

  const types = new Map();
  addTypes('client', types, isolatedDeclarationSync);
  files.push(...types);

  // Tools of front ends need not know Federation; relay-compiler does not parse extensions of the schema.
  const contract = parse(readFileSync('schema.graphql', 'utf8'));
  const definitions = contract.definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION);
  const schema = buildASTSchema({ ...contract, definitions }, { assumeValidSDL: true });
  files.push(['client/schema.graphql', `${printSchema(schema)}\n`]);
  return files;
}

/** Adds the types of a module of `src/client`, and of those that it gets types from. */
function addTypes(name, files, declare) {
  const source = `src/client/${name}.ts`;
  const { code, errors } = declare(source, readFileSync(source, 'utf8'));
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message}\n${errors[0].codeframe ?? ''}`);
  files.set(`client/${name}.d.ts`, code.replaceAll(/(from (["'])\.\/[\w-]+)\.ts\2/g, '$1.js$2'));
  for (const [, other] of code.matchAll(/from ["']\.\/([\w-]+)\.ts["']/g))
    if (!files.has(`client/${other}.d.ts`)) addTypes(other, files, declare);
}

/** A program that starts at the same time finds the old file or the new one, never half of it. */
function replaceFile(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function removeOthers(files) {
  for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(path.slice('dist/'.length))) rmSync(path, { force: true });
  }
}

/** The lock file in node_modules is npm's own record of what is installed. */
function hashOfInputs() {
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const others = [
    'scripts/build.js',
    'schema.graphql',
    'package-lock.json',
    'node_modules/.package-lock.json',
    'tsconfig.json',
  ];
  const hash = createHash('sha256');
  for (const path of [...sources, ...others]) hash.update(`${path}\0${readIfThere(path) ?? ''}\0`);
  return hash.digest('hex');
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
