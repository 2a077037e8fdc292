import { existsSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { createNodeResolver, flatConfigs } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * Every folder of src but the emulator, the outermost first. Imports point inward: a folder may import from those after
 * it and from no other.
 */
const ROOMS = [
  'acceptance',
  'doctor',
  'api-key',
  'reference',
  'app',
  'http',
  'graphql',
  'telephony',
  'portals',
  'bitrix24',
  'credentials',
  'callers',
  'observability',
  'state',
  'config',
  'client',
];

const DIRECTIONS = ROOMS.slice(1).map((room, index) => ({
  target: `./src/${room}`,
  from: ROOMS.slice(0, index + 1).map((outer) => `./src/${outer}`),
  message: `Imports point inward: ${ROOMS.join(' → ')}.`,
}));

/** A secret becomes text where it is sent, stored, compared or answered to a caller with the scope, and nowhere else. */
const MAY_REVEAL = [
  'src/bitrix24/protocol/{transport,redirect,sender,address-guard,portal-text,tunnel}.ts',
  'src/config/secret.ts',
  'src/credentials/**',
  'src/graphql/resolvers/{sip-lines,users}.ts',
  'src/observability/scrubber.ts',
  'src/portals/connect-oauth-servers.ts',
  'src/state/{encryption,keyed-hash,stored-installation}.ts',
  'src/state/redis/{driver,names}.ts',
  'src/telephony/sip-lines/is-line-as-wanted.ts',
];

const REVEAL = "CallExpression[callee.property.name='reveal']";

/** Not even there may it get into a line of the log or the message of an error. */
const NO_REVEALED_TEXT = [
  {
    selector: `CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal|write)$/] ${REVEAL}`,
    message: 'A secret must not get into the log or onto the screen.',
  },
  {
    selector: `NewExpression[callee.name=/Error$/] ${REVEAL}`,
    message: 'A secret must not get into an error.',
  },
];

const REVEALED_ELSEWHERE = {
  selector: REVEAL,
  message: 'A secret stays wrapped here: see MAY_REVEAL in eslint.config.js.',
};

/** The platform's own functions take quadratic time for what a caller or portal may send. */
const NO_QUADRATIC_TIME = [
  {
    selector:
      "NewExpression[callee.name='URL'], MemberExpression[object.name='URL'], CallExpression[callee.object.name='z'][callee.property.name=/^(url|httpUrl)$/]",
    message: 'src/config/parse-url.ts is the only place that parses URLs: it bounds their length first.',
  },
  {
    selector: "CallExpression[callee.property.name='normalize']",
    message: 'Normalization takes quadratic time: use foldTitle of src/telephony/sip-lines/title.ts.',
  },
];

/** The rules of the app need the types of its packages, which it installs itself, and those of the built package. */
const APP = 'examples/sip-lines-app';
const isThere = (path) => existsSync(join(import.meta.dirname, path));
const NOT_BUILT = [`${APP}/node_modules/@types/react`, 'dist/client'].every(isThere) ? [] : [APP];

export default tseslint.config(
  { ignores: ['**/dist', 'coverage', '**/__generated__', ...NOT_BUILT] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': flatConfigs.recommended.plugins['import-x'] },
    // Relative imports carry their extension, so Node's own way of resolving is enough.
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...DIRECTIONS,
            {
              target: './src/*.ts',
              from: './src',
              except: [
                './app',
                './config',
                './main.ts',
                './doctor/main.ts',
                './acceptance/main.ts',
                './api-key/main.ts',
                './emulator/main.ts',
              ],
              message: 'What stands at the root starts the program and composes nothing: src/app does.',
            },
            {
              target: './src/emulator',
              from: './src',
              except: ['./emulator'],
              message:
                'The emulator is an independent portal: what it shared with the gateway could be wrong on both sides.',
            },
            {
              target: ['./src/!(emulator|app)/**', './src/app/!(embedded-emulator).ts'],
              from: './src/emulator',
              message: 'Only src/app/embedded-emulator.ts starts the emulator.',
            },
          ],
        },
      ],
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'got',
              message: 'src/bitrix24/protocol/transport.ts is the only place that talks HTTP to a portal.',
            },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only process roots read the environment.' },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-definitions': 'error',
      // A name for a type that is derived from a table of fields: editors and compiler errors show the name.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/bitrix24/protocol/transport.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...NO_REVEALED_TEXT, ...NO_QUADRATIC_TIME, REVEALED_ELSEWHERE],
    },
  },
  {
    files: MAY_REVEAL,
    rules: { 'no-restricted-syntax': ['error', ...NO_REVEALED_TEXT, ...NO_QUADRATIC_TIME] },
  },
  {
    files: ['src/config/parse-url.ts', 'src/telephony/sip-lines/title.ts', 'src/emulator/**'],
    rules: { 'no-restricted-syntax': ['error', ...NO_REVEALED_TEXT, REVEALED_ELSEWHERE] },
  },
  {
    files: ['src/main.ts', 'src/*/main.ts', 'test/**', `${APP}/test/**`],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Tools look for the default export of their configuration.
    files: ['*.config.ts', '*.config.js', `${APP}/*.config.js`],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    // Handlers in markup are short, and nobody uses what they return.
    files: [`${APP}/src/**/*.tsx`],
    rules: { '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }] },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['bench/**/*.js', 'examples/**/*.js', 'scripts/**/*.js', 'test/**/*.js'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        URL: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        process: 'readonly',
      },
    },
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off', 'import-x/no-restricted-paths': 'off' },
  },
  {
    // Runs in the browser.
    files: ['assets/**/*.js'],
    languageOptions: {
      globals: {
        FormData: 'readonly',
        IntersectionObserver: 'readonly',
        addEventListener: 'readonly',
        document: 'readonly',
        fetch: 'readonly',
        getComputedStyle: 'readonly',
        localStorage: 'readonly',
        location: 'readonly',
        navigator: 'readonly',
        self: 'readonly',
        sessionStorage: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    // One of the programs that the gateway is compared with uses got as well.
    files: ['bench/requests/rivals/*.js'],
    rules: { 'no-restricted-imports': 'off' },
  },
);
