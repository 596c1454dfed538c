/** Snapshots live in one reviewed folder at the top level: __snapshots__/<path of the test>.snap */
const path = require('node:path');
const root = path.join(__dirname, '..');
const folder = path.join(root, '__snapshots__');

module.exports = {
  resolveSnapshotPath: (testPath, extension) =>
    path.join(folder, path.relative(__dirname, testPath).replace(/\.test\.ts$/, '') + extension),
  resolveTestPath: (snapshotPath, extension) =>
    path.join(__dirname, path.relative(folder, snapshotPath).slice(0, -extension.length) + '.test.ts'),
  testPathForConsistencyCheck: path.join(__dirname, 'charts', 'example.test.ts'),
};
