'use strict';
/** Runs the command line from the bundle of all code, and says what a run read and wrote. */
const fs = require('node:fs');
const path = require('node:path');
const { bundleOf, load } = require('./bundle.js');
const { writeRun } = require('./last-run.js');

const home = path.dirname(__dirname);
const words = process.argv.slice(2);

/** What code and data a run can read, relative to the home of the code or the folder of the app. */
const CODE = [
  'bin',
  'charts',
  'imports',
  'src',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
];
const APP_DATA = ['releases', 'contract'];
const NO_CODE = ['build', 'dist', 'coverage', 'infra', 'docs', 'test', ...APP_DATA];

/** Runs the command line; resolves to the exit code. */
async function launch() {
  const appFile = path.resolve(option('--app') ?? 'main.ts');
  const sources = sourcesOf(appFile);
  const bundle = await bundleOf(appFile, sources.code);
  if (bundle === undefined) return 2;
  const { main, loadApp, save } = load(bundle, words.find((word) => /^[a-z]+$/.test(word)) ?? '');
  const context = {
    codeKey: path.basename(bundle, '.js'),
    app: () => loadApp(path.relative(process.cwd(), appFile)),
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    environment: process.env,
    rememberRun: (outdir, report, written) => {
      rememberRun(sources, path.resolve(outdir), report, written);
    },
  };
  const code = await main(words, context, require('../package.json').version);
  save();
  return code;
}

/** Needed before there is anything to parse arguments with. */
function option(name) {
  const index = words.indexOf(name);
  return index >= 0 ? words[index + 1] : words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Files and folders with their stamps of now, before they are read: a later edit is seen by the next run. */
function sourcesOf(appFile) {
  const folder = path.dirname(appFile);
  const isHome = fs.existsSync(folder) && fs.realpathSync(folder) === home;
  const roots = [...CODE.map((name) => path.join(home, name)), isHome ? path.join(home, 'main.ts') : folder];
  const skipped = new Set(NO_CODE.map((name) => path.join(folder, name)));
  for (const output of [option('--output'), process.env.CDK8S_OUTDIR]) if (output) skipped.add(path.resolve(output));
  return { code: stampsUnder(roots, skipped), data: stampsUnder(APP_DATA.map((name) => path.resolve(name))) };
}

/** @param {string[]} roots @returns {Map<string, fs.Stats | undefined>} */
function stampsUnder(roots, skipped = new Set()) {
  const stamps = new Map();
  const walk = (place) => {
    const stats = fs.lstatSync(place, { throwIfNoEntry: false });
    stamps.set(place, stats);
    if (!stats?.isDirectory()) return;
    for (const name of fs.readdirSync(place).sort()) {
      const inner = `${place}${path.sep}${name}`;
      if (!name.startsWith('.') && name !== 'node_modules' && !skipped.has(inner)) walk(inner);
    }
  };
  roots.forEach(walk);
  return stamps;
}

/** What a run of some environments does not know lies in the others; elsewhere it came meanwhile, and is not passed over. */
function rememberRun(sources, outdir, report, written) {
  if (!fs.existsSync(outdir)) return;
  const known = new Set([...written.keys()].map((file) => file.split('/', 1)[0]));
  const output = [];
  let isKnown = true;
  const walk = (within) => {
    output.push([outdir + within, fs.lstatSync(outdir + within)]);
    for (const entry of fs.readdirSync(outdir + within, { withFileTypes: true })) {
      const place = `${within}/${entry.name}`;
      if (within === '' && !known.has(entry.name)) continue;
      const stamp = written.get(place.slice(1));
      if (entry.isDirectory()) walk(place);
      else if (stamp) output.push([outdir + place, { size: stamp.size, mtimeMs: stamp.modified, ino: stamp.inode }]);
      else isKnown = false;
    }
  };
  walk('');
  if (isKnown) writeRun(report, [...sources.code, ...sources.data, ...output]);
}

module.exports = { launch };
