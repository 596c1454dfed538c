import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['imports/', 'build/', 'dist/', 'coverage/', '.chartwright/', 'test/types/fixtures/', '**/*.{js,cjs,mjs}'],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes it necessary where an index is known to exist
      '@typescript-eslint/no-generated-empty-object-type': 'off', // a default of a type parameter that stands for "none"
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-globals': ['error', { name: '__dirname', message: 'paths come from arguments' }],
    },
  },
  {
    // A chart learns everything from its arguments: no clock, no random, no environment variables.
    files: ['charts/**', 'src/model/**', 'src/constructs/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
        { object: 'process', property: 'env' },
      ],
    },
  },
  {
    // Tests look into manifests of any shape.
    files: ['test/**', 'bench/**'],
    rules: {
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
