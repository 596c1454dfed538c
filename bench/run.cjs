'use strict';
/** `npm run bench`: bundles the benchmark and what it compares with, and runs it. */
const { buildSync } = require('esbuild');
const { execFileSync } = require('node:child_process');
const path = require('node:path');

process.chdir(path.dirname(__dirname));
for (const name of ['bench', 'stock', 'js-yaml']) {
  const outfile = name === 'bench' ? 'build/bench.js' : `build/bench-${name}.js`;
  buildSync({
    entryPoints: [`bench/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
  });
}
require('../build/bench.js');
execFileSync(process.execPath, [
  'node_modules/prettier/bin/prettier.cjs',
  '--write',
  '--log-level',
  'warn',
  'docs/performance.md',
]);
