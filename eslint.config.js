import boundaries from 'eslint-plugin-boundaries';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The parts of the product and what each may import; see docs/architecture.md. A test breaks each rule on purpose. */
const ELEMENTS = [
  { type: 'language', pattern: 'language' },
  { type: 'core', pattern: 'core' },
  { type: 'producers', pattern: 'producers' },
  { type: 'processors', pattern: 'processors' },
  { type: 'sinks', pattern: 'sinks' },
  { type: 'web', pattern: 'gateway/web' },
  { type: 'gateway', pattern: 'gateway' },
  { type: 'cli', pattern: 'cli' },
  { type: 'bench', pattern: 'bench' },
  { type: 'dashboards', pattern: 'dashboards' },
  { type: 'tests', pattern: 'tests' },
];
const EVERYTHING = ELEMENTS.map((element) => element.type);
const MAY_IMPORT = {
  language: ['language'],
  core: ['core'],
  producers: ['producers', 'core', 'language'],
  processors: ['processors', 'core', 'language'],
  sinks: ['sinks', 'core', 'language'],
  gateway: ['gateway', 'core', 'language', 'sinks'],
  web: ['web', 'gateway', 'language', 'sinks'],
  cli: EVERYTHING.filter(
    (type) => type !== 'tests' && type !== 'web' && type !== 'bench' && type !== 'dashboards',
  ),
  dashboards: ['dashboards', 'core', 'sinks', 'language'],
  bench: EVERYTHING,
  tests: EVERYTHING,
};

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', 'core/events/generated.ts', 'gateway/web/public/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': ELEMENTS,
      'boundaries/files': [
        { category: 'test', pattern: '**/*.test.ts' },
        { category: 'test', pattern: '**/*contract*.ts' },
        { category: 'port', pattern: 'sinks/*/port.ts' },
      ],
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          message: '{{from.element.type}} may not import {{to.element.type}} (docs/architecture.md)',
          policies: [
            ...Object.entries(MAY_IMPORT).map(([type, allowed]) => ({
              from: { element: { type } },
              allow: { to: { element: { types: { anyOf: allowed } } } },
            })),
            // A test may stand beside the code it tests and use the helpers of all tests.
            { from: { file: { categories: 'test' } }, allow: { to: { element: { type: 'tests' } } } },
            { allow: { to: { module: { origin: 'external' } } } },
            { allow: { to: { module: { origin: 'core' } } } },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    files: ['gateway/web/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat.recommended,
  },
  {
    // Their output is what they are for.
    files: ['bench/**', 'scripts/**', 'tests/**', 'cli/**', 'language/train/**', 'dashboards/**'],
    rules: { 'no-console': 'off' },
  },
);
