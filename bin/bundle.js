'use strict';
/**
 * One bundle of all code, built when the code has changed, and kept under build/ by the hash of its sources with V8's
 * compiled form beside it.
 */
const fs = require('node:fs');
const path = require('node:path');

const home = path.dirname(__dirname);

/**
 * The path of the bundle of exactly this code.
 * @param {string} appFile @param {Map<string, fs.Stats | undefined>} code its files and folders as they are now
 */
async function bundleOf(appFile, code) {
  const folder = path.join(home, 'build');
  const known = path.join(folder, `${appFile.replace(/\W+/g, '-').slice(-200)}.known`);
  const stamps = stampsOf(appFile, code);
  const before = knownBundle(known, stamps);
  if (before !== undefined) return before;
  const bundle = path.join(folder, `${hashOf(appFile, code)}.js`);
  if (!fs.existsSync(bundle) && !(await build(bundle, appFile))) return undefined;
  writeAtOnce(known, `${bundle}\n${stamps}`);
  return bundle;
}

/** To read and hash all code takes as long as to check a thousand manifests: files that nobody touched are what they were. */
function knownBundle(known, stamps) {
  if (!fs.existsSync(known)) return undefined;
  const text = fs.readFileSync(known, 'utf8');
  const end = text.indexOf('\n');
  const bundle = text.slice(0, end);
  return text.slice(end + 1) === stamps && fs.existsSync(bundle) ? bundle : undefined;
}

/** The time of change, not that of modification: no program can set it back. */
function stampsOf(appFile, code) {
  const lines = [`${process.version} ${appFile}`];
  for (const [file, stats] of code)
    if (stats?.isFile()) lines.push(`${file} ${stats.size} ${stats.ctimeMs} ${stats.ino}`);
  return lines.join('\n');
}

function hashOf(appFile, code) {
  const { createHash } = require('node:crypto');
  const hash = createHash('sha256').update(`${process.version} ${appFile}`);
  for (const [file, stats] of code) {
    if (stats?.isFile()) hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  }
  return hash.digest('hex').slice(0, 24);
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
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
      plugins: [withoutSubprograms],
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

/** Commander can start a program for each subcommand. Ours are none, and what it would start them with is slow to load. */
const withoutSubprograms = {
  name: 'without-subprograms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('node_modules/commander/') ? { path: 'child_process', namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
  },
};

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
    .filter((name) => /^[0-9a-f]{24}\.(js|[a-z]*\.bin)$|\.known$/.test(name))
    .map((name) => ({ file: path.join(folder, name), time: fs.statSync(path.join(folder, name)).mtimeMs }))
    .sort((left, right) => right.time - left.time);
  for (const { file } of bundles.slice(30)) fs.rmSync(file, { force: true });
  // The Include of cdk8s starts this file, from beside its own code, to read what it includes.
  fs.copyFileSync(path.join(home, 'node_modules/cdk8s/lib/_loadurl.mjs'), path.join(folder, '_loadurl.mjs'));
}

/**
 * What a bundle exports, and a function that keeps its compiled form.
 * @param {string} bundle @param {string} command what is compiled while it runs is what it needs
 */
function load(bundle, command) {
  const vm = require('node:vm');
  const compiled = bundle.replace(/js$/, `${command}.bin`);
  const cachedData = fs.existsSync(compiled) ? fs.readFileSync(compiled) : undefined;
  const script = new vm.Script(fs.readFileSync(bundle, 'utf8'), {
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

module.exports = { bundleOf, load };
