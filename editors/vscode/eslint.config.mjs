/** What `npm run lint` holds: typescript-eslint's strict and stylistic rules, with types, on the extension and its tests. */

import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const tests = '../../tests/editors/vscode';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'src/webview/tsconfig.json', `${tests}/tsconfig.json`],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Index signatures are read with brackets, so that a misspelt property stays an error.
      '@typescript-eslint/dot-notation': 'off',
      // node:test keeps the promises of its tests itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'before', 'after'] }] },
      ],
    },
  },
  { files: ['tests/**'], rules: { 'no-console': 'off' } },
);
