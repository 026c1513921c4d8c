import {defineConfig, globalIgnores} from 'eslint/config'
import {configs} from 'typescript-eslint'

/** No file may switch a rule off for itself: what is off is off here, with its reason. */
const strictness = {linterOptions: {noInlineConfig: true, reportUnusedDisableDirectives: 'error'}}

// `x == null` asks for null and undefined at once.
const equality = {eqeqeq: ['error', 'always', {null: 'ignore'}]}

/** A function fits a screen: the steps of a longer one have names. */
const size = {
  'max-lines-per-function': ['error', {max: 60, skipBlankLines: true, skipComments: true}],
  complexity: ['error', 15],
}

const plain = {
  ...equality,
  'no-var': 'error',
  'prefer-const': 'error',
  'no-undef-init': 'error',
  'no-unreachable': 'error',
  'no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-self-assign': 'error',
  'no-unsafe-finally': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
}

export default defineConfig(
  globalIgnores([
    'dist/',
    '.venv/',
    'python/src/jitlens/static/',
    'coverage/',
    '__tests__/output/',
    '**/.ipynb_checkpoints/',
  ]),
  strictness,
  {files: ['**/*.{js,mjs}'], rules: plain},
  {
    files: ['{lib,viz,examples,__tests__}/**/*.ts'],
    extends: [configs.strictTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      ...equality,
      // A base class may hold no more than what its constructor does to its children.
      '@typescript-eslint/no-extraneous-class': ['error', {allowConstructorOnly: true}],
      // A cast may widen; what narrows is a check.
      '@typescript-eslint/no-unsafe-type-assertion': 'error',
      // A name that is dropped on purpose starts with an underscore: `const {id: _id, ...rest} = key`.
      '@typescript-eslint/no-unused-vars': [
        'error',
        {argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_'},
      ],
      // A sentence with a number or a yes-or-no in it is a template string.
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      // `JSON.stringify(undefined)`, the parent of a topmost node and the button of a touch are undefined, though their types deny it.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `[...text]` gives code points, which is what a width or a column counts.
      '@typescript-eslint/no-misused-spread': ['error', {allow: ['string']}],
      // `() => player.next()` and `if (done) return stop()` are the shortest ways to say it.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        {ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true},
      ],
    },
  },
  {files: ['{lib,viz,examples/site,examples/course}/**/*.ts', 'scripts/*.mjs'], rules: size},
  {
    // d3 hands its behaviours over as functions: `selection.call(zoom.scaleBy, 2)`.
    files: ['viz/charts/**/*.ts'],
    rules: {'@typescript-eslint/unbound-method': 'off'},
  },
)
