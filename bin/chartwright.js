#!/usr/bin/env node
'use strict';
/**
 * Runs the command line from one bundle of all code, built when the code has changed, and kept under build/ by the hash
 * of its sources with V8's compiled form beside it. A `synth` that finds everything as the last one left it does not
 * even load that.
 */
const fs = require('node:fs');
const path = require('node:path');

const home = path.dirname(path.dirname(fs.realpathSync(__filename)));
const words = process.argv.slice(2);
const runFile = path.resolve('.chartwright/run');

/** What code and data a run can read, relative to the home of the code or the folder of the app. */
const CODE = ['bin', 'imports', 'src', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'];
const APP_CODE = ['main.ts', 'charts'];
const APP_DATA = ['releases', 'contract', 'environments'];
const NO_CODE = new Set(['node_modules', 'build', 'dist', 'coverage', ...APP_DATA]);

if (!isUntouched()) {
  start().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      process.stderr.write(`${error.stack ?? error}\n`);
      process.exitCode = 2;
    },
  );
}

/** Two runs of one head do the same while the files stay the same. */
function runHead() {
  return JSON.stringify([process.version, process.cwd(), process.env.CDK8S_OUTDIR ?? '', ...words]);
}

/**
 * Whether this synth was done already: no file that the last one read or wrote has changed since, nor has any folder,
 * whose time of modification tells of files that came or went. Prints its report then.
 */
function isUntouched() {
  if (words[0] !== 'synth') return false;
  let lines;
  try {
    lines = fs.readFileSync(runFile, 'utf8').split('\n');
    if (lines[0] !== runHead()) return false;
    for (let index = 2; index < lines.length; index += 2) {
      if (stampOf(lines[index]) !== lines[index + 1]) return false;
    }
  } catch {
    return false;
  }
  const seconds = (performance.now() / 1000).toFixed(2);
  process.stdout.write(JSON.parse(lines[1]).replace('{seconds}', seconds));
  return true;
}

/** @param {string} place */
function stampOf(place) {
  const stats = fs.lstatSync(place, { throwIfNoEntry: false });
  return stats === undefined ? '-' : `${stats.size} ${stats.mtimeMs} ${stats.ino}`;
}

async function start() {
  const appFile = path.resolve(appOption() ?? 'main.ts');
  const sources = sourcesOf(appFile);
  const bundle = await bundleOf(appFile, sources.code);
  if (bundle === undefined) return 2;
  const { main, loadApp, save } = load(bundle);
  const context = {
    codeKey: path.basename(bundle, '.js'),
    app: () => loadApp(path.relative(process.cwd(), appFile)),
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    environment: process.env,
    rememberRun: (outdir, report) => rememberRun(sources, path.resolve(outdir), report),
  };
  const code = await main(words, context, require('../package.json').version);
  save();
  return code;
}

/** The launcher needs the app before there is anything to parse arguments with. */
function appOption() {
  const index = words.indexOf('--app');
  return index >= 0 ? words[index + 1] : words.find((word) => word.startsWith('--app='))?.slice('--app='.length);
}

/** Files and folders with their stamps of now, before they are read: a later edit is seen by the next run. */
function sourcesOf(appFile) {
  const folder = path.dirname(appFile);
  const isHome = fs.existsSync(folder) && fs.realpathSync(folder) === home;
  const roots = [
    ...CODE.map((name) => path.join(home, name)),
    ...(isHome ? APP_CODE.map((name) => path.join(home, name)) : [folder]),
  ];
  return { code: stampsUnder(roots), data: stampsUnder(APP_DATA.map((name) => path.resolve(name))) };
}

/** @param {string[]} roots @returns {Map<string, string>} */
function stampsUnder(roots, skip = NO_CODE) {
  const stamps = new Map();
  const walk = (place) => {
    const stats = fs.lstatSync(place, { throwIfNoEntry: false });
    stamps.set(place, stats === undefined ? '-' : `${stats.size} ${stats.mtimeMs} ${stats.ino}`);
    if (!stats?.isDirectory()) return;
    for (const name of fs.readdirSync(place).sort()) {
      if (!name.startsWith('.') && !skip.has(name)) walk(path.join(place, name));
    }
  };
  roots.forEach(walk);
  return stamps;
}

function rememberRun(sources, outdir, report) {
  const stamps = [...sources.code, ...sources.data, ...stampsUnder([outdir], new Set())];
  const lines = [runHead(), JSON.stringify(report), ...stamps.flat()];
  const file = `${runFile}.${process.pid}`;
  fs.writeFileSync(file, lines.join('\n'));
  fs.renameSync(file, runFile);
}

/** The path of the bundle of exactly this code. */
async function bundleOf(appFile, code) {
  const { createHash } = require('node:crypto');
  const hash = createHash('sha256').update(`${process.version} ${appFile}`);
  for (const file of code.keys()) {
    if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile())
      hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  }
  const bundle = path.join(home, 'build', `${hash.digest('hex').slice(0, 24)}.js`);
  return fs.existsSync(bundle) || (await build(bundle, appFile)) ? bundle : undefined;
}

async function build(bundle, appFile) {
  const esbuild = require('esbuild');
  try {
    const { outputFiles } = await esbuild.build({
      stdin: { contents: entryOf(appFile), resolveDir: home, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: `node${process.versions.node}`,
      external: ['esbuild'],
      nodePaths: [path.join(home, 'node_modules')],
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
      write: false,
    });
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    forgetOldBundles(path.dirname(bundle));
    writeAtOnce(bundle, outputFiles[0].contents);
    return true;
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    const messages = await esbuild.formatMessages(error.errors, {
      kind: 'error',
      color: process.stderr.isTTY === true,
    });
    process.stderr.write(messages.join(''));
    return false;
  }
}

/** Commands that need no app work without one, and the app is run only by those that do. */
function entryOf(appFile) {
  const load = fs.existsSync(appFile)
    ? `() => { const { app } = require(${JSON.stringify(appFile)}); if (app) return app; throw new UserError('It exports no \`app\`'); }`
    : '(name: string) => { throw new UserError(`There is no ${name}: it exports \\`app\\`, which says what is deployed`); }';
  return [
    `import { UserError } from './src/model/faults';`,
    `export { main } from './src/cli/main';`,
    `export const loadApp = ${load};`,
  ].join('\n');
}

/** A bundle that another process has begun to run is in its memory already. */
function forgetOldBundles(folder) {
  const bundles = fs
    .readdirSync(folder)
    .filter((name) => /^[0-9a-f]{24}\.(js|bin)$/.test(name))
    .map((name) => ({ file: path.join(folder, name), time: fs.statSync(path.join(folder, name)).mtimeMs }))
    .sort((left, right) => right.time - left.time);
  for (const { file } of bundles.slice(10)) fs.rmSync(file, { force: true });
  // The Include of cdk8s starts this file, from beside its own code, to read what it includes.
  fs.copyFileSync(path.join(home, 'node_modules/cdk8s/lib/_loadurl.mjs'), path.join(folder, '_loadurl.mjs'));
}

function load(bundle) {
  const vm = require('node:vm');
  const compiled = bundle.replace(/js$/, 'bin');
  const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
  const source = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(bundle, 'utf8')}\n})`;
  const script = new vm.Script(source, {
    filename: bundle,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(
    module.exports,
    require('node:module').createRequire(bundle),
    module,
    bundle,
    path.dirname(bundle),
  );
  // Taken after the run, it holds the functions that were compiled while running.
  const save = () => {
    if (cachedData === undefined || script.cachedDataRejected) writeAtOnce(compiled, script.createCachedData());
  };
  return { ...module.exports, save };
}

/** Others see the whole file or none. */
function writeAtOnce(file, content) {
  fs.writeFileSync(`${file}.${process.pid}`, content);
  fs.renameSync(`${file}.${process.pid}`, file);
}
