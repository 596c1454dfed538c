'use strict';
/**
 * What Pulumi runs: the program and the model in one bundle, made anew each time, which takes a moment. Pulumi's own
 * compiler is older than ours, and a bundle made by another command could be yesterday's.
 */
const path = require('node:path');

const outfile = path.join(__dirname, 'build/index.cjs');
require('esbuild').buildSync({
  absWorkingDir: __dirname,
  entryPoints: ['index.ts'],
  bundle: true,
  platform: 'node',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
  outfile,
});
module.exports = require(outfile);
