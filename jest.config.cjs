/** One jest for everything; coverage by babel, because V8's is several times slower with cdk8s loaded. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }],
    // Published as an ES module only, which jest cannot require.
    '/@marcbachmann/.+\\.js$': [
      'ts-jest',
      { tsconfig: { allowJs: true, module: 'commonjs', target: 'es2023' }, diagnostics: false },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@marcbachmann/)'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/.chartwright/'],
  snapshotResolver: '<rootDir>/test/snapshot-resolver.cjs',
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts', 'charts/**/*.ts', 'main.ts', 'infra/**/*.ts'],
  coverageThreshold: { global: { lines: 90 } },
  coverageReporters: ['text-summary', 'json-summary'],
  maxWorkers: 2,
  // a machine that does much else is slow, not wrong
  testTimeout: 300_000,
};
