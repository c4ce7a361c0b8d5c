/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', pool: 'forks' },
  plugins: ['@stryker-mutator/vitest-runner', `${import.meta.dirname}/ignore-error-texts.js`],
  mutate: ['src/**/*.ts', '!src/testing/**', '!src/cli/**'],
  coverageAnalysis: 'perTest',
  // What runs once per module (schemas, endpoints, tables) would need every test for every mutant.
  ignoreStatic: true,
  // Tests look for what a message has to name, not for its every word.
  ignorers: ['error-texts'],
  concurrency: 2,
  timeoutMS: 3000,
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: '.stryker/report.json' },
  htmlReporter: { fileName: '.stryker/report.html' },
  tempDirName: '.stryker/sandbox',
  ignorePatterns: ['dist', 'docs', 'bench', 'test/consumers', 'test/docs'],
  thresholds: { high: 95, low: 90, break: 90 },
};
