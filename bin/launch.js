'use strict';
/**
 * Runs the command line from one bundle of all code, built when the code has changed, and kept under build/ by the hash
 * of its sources with V8's compiled form beside it.
 */
const fs = require('node:fs');
const path = require('node:path');
const { writeRun } = require('./last-run.js');

const home = path.dirname(__dirname);
const words = process.argv.slice(2);

/** What code and data a run can read, relative to the home of the code or the folder of the app. */
const CODE = ['bin', 'imports', 'src', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'];
const APP_CODE = ['main.ts', 'charts'];
const APP_DATA = ['releases', 'contract'];
const NO_CODE = ['build', 'dist', 'coverage', 'infra', 'docs', 'test', ...APP_DATA];

/** Runs the command line; resolves to the exit code. */
async function launch() {
  const appFile = path.resolve(option('--app') ?? 'main.ts');
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
  const roots = [
    ...CODE.map((name) => path.join(home, name)),
    ...(isHome ? APP_CODE.map((name) => path.join(home, name)) : [folder]),
  ];
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
      const inner = path.join(place, name);
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

/** The path of the bundle of exactly this code. */
async function bundleOf(appFile, code) {
  const { createHash } = require('node:crypto');
  const hash = createHash('sha256').update(`${process.version} ${appFile}`);
  for (const [file, stats] of code) {
    if (stats?.isFile()) hash.update(`\0${file}\0`).update(fs.readFileSync(file));
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
    ? `let app;
       try { ({ app } = require(${JSON.stringify(appFile)})); } catch (error) { throw loadError(error, name); }
       if (app) return app;
       throw new UserError(name + ' exports no \`app\`');`
    : "throw new UserError('There is no ' + name + ': expected a program that exports `app`, here or where --app says');";
  return [
    `import { UserError } from './src/model/faults';`,
    `export { main } from './src/cli/main';`,
    `import { loadError } from './src/cli/load-error';`,
    `export const loadApp = (name: string) => { ${load} };`,
  ].join('\n');
}

/** A bundle that another process has begun to run is in its memory already. */
function forgetOldBundles(folder) {
  const bundles = fs
    .readdirSync(folder)
    .filter((name) => /^[0-9a-f]{24}\.(js|[a-z]*\.bin)$/.test(name))
    .map((name) => ({ file: path.join(folder, name), time: fs.statSync(path.join(folder, name)).mtimeMs }))
    .sort((left, right) => right.time - left.time);
  for (const { file } of bundles.slice(30)) fs.rmSync(file, { force: true });
  // The Include of cdk8s starts this file, from beside its own code, to read what it includes.
  fs.copyFileSync(path.join(home, 'node_modules/cdk8s/lib/_loadurl.mjs'), path.join(folder, '_loadurl.mjs'));
}

function load(bundle) {
  const vm = require('node:vm');
  // What is compiled while a command runs is what that command needs.
  const command = words.find((word) => /^[a-z]+$/.test(word)) ?? '';
  const compiled = bundle.replace(/js$/, `${command}.bin`);
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

module.exports = { launch };
