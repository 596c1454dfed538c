'use strict';
/**
 * What the last successful synth read and wrote, as it was then, in .chartwright/run: a count, three numbers for each
 * file or folder, and then lines of text: what was called, what it reported, and the path of each. Numbers, because
 * making a text of each costs as much as asking for it.
 */
const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join('.chartwright', 'run');
const MISSING = -1;
const OPTIONS = { throwIfNoEntry: false };

/** Two runs with one call do the same while the files stay the same. */
function call() {
  return JSON.stringify([process.version, process.cwd(), process.env.CDK8S_OUTDIR ?? '', ...process.argv.slice(2)]);
}

/**
 * The report for this call, if it was made before and no file that it read or wrote has changed since, nor any folder,
 * whose time of modification tells of files that came or went.
 * @returns {string | undefined}
 */
function reportOfLastRun() {
  try {
    const content = fs.readFileSync(FILE);
    const count = content.readDoubleLE(0);
    const end = 8 + 24 * count;
    const [called, report, ...places] = content.toString('utf8', end).split('\n');
    const numbers = new Float64Array(content.buffer.slice(content.byteOffset + 8, content.byteOffset + end));
    if (called !== call() || places.length !== count || !places.every(isUntouched, numbers)) return undefined;
    return JSON.parse(report).replace('{seconds}', (performance.now() / 1000).toFixed(2));
  } catch {
    return undefined;
  }
}

/** @this {Float64Array} @param {string} place @param {number} index */
function isUntouched(place, index) {
  const stats = fs.lstatSync(place, OPTIONS);
  const at = 3 * index;
  if (stats === undefined) return this[at] === MISSING;
  return stats.mtimeMs === this[at + 1] && stats.size === this[at] && stats.ino === this[at + 2];
}

/**
 * Remembers a run, in one step.
 * @param {string} report @param {readonly [string, Pick<fs.Stats, 'size' | 'mtimeMs' | 'ino'> | undefined][]} files
 */
function writeRun(report, files) {
  const numbers = new Float64Array(1 + 3 * files.length);
  numbers[0] = files.length;
  files.forEach(([, stats], index) => {
    numbers.set([stats?.size ?? MISSING, stats?.mtimeMs ?? 0, stats?.ino ?? 0], 1 + 3 * index);
  });
  const here = process.cwd() + path.sep;
  // Short paths are quicker to look up.
  const places = files.map(([place]) => (place.startsWith(here) ? place.slice(here.length) : place));
  const text = [call(), JSON.stringify(report), ...places].join('\n');
  fs.writeFileSync(`${FILE}.${process.pid}`, Buffer.concat([Buffer.from(numbers.buffer), Buffer.from(text)]));
  fs.renameSync(`${FILE}.${process.pid}`, FILE);
}

module.exports = { reportOfLastRun, writeRun };
