#!/usr/bin/env node
'use strict';
/** The command. A `synth` that finds everything as the last one left it loads nothing else. */
const { reportOfLastRun } = require('./last-run.js');

const report = process.argv[2] === 'synth' ? reportOfLastRun() : undefined;
if (Number.parseInt(process.versions.node, 10) < 24) runPinned();
else if (report === undefined) launch();
else print(report);

/** Called by an older Node than the one the project pins: hands over, so that both give the same. */
function runPinned() {
  let pinned;
  try {
    pinned = require.resolve('node/bin/node');
  } catch {
    process.stderr.write(
      `chartwright needs Node 24, and this is ${process.version}: run npm ci first, which brings it\n`,
    );
    process.exitCode = 2;
    return;
  }
  const { status } = require('node:child_process').spawnSync(pinned, process.argv.slice(1), { stdio: 'inherit' });
  process.exitCode = status ?? 2;
}

function launch() {
  const v8 = require('node:v8');
  // A command ends before the slowest of V8's compilers has paid for itself; the one below it is as good for us.
  v8.setFlagsFromString('--no-turbofan');
  // A synth is a few functions that write every file, and what they make dies soon. Other commands keep what they read
  // and go through it in many ways: to compile those takes longer than to run them, and more room is only more to touch.
  if (process.argv[2] !== 'synth') {
    v8.setFlagsFromString('--invocation-count-for-maglev=3000');
    v8.setFlagsFromString('--semi-space-growth-factor=1');
    // So small a room is emptied by one thread in less time than others need to wake up, and nobody minds a pause.
    v8.setFlagsFromString('--no-parallel-scavenge');
    v8.setFlagsFromString('--no-incremental-marking');
  }
  require('./launch.js')
    .launch()
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error) => {
        process.stderr.write(`${error.stack ?? error}\n`);
        process.exitCode = 2;
      },
    );
}

/** @param {string} text */
function print(text) {
  try {
    require('node:fs').writeSync(1, text);
  } catch {
    // A pipe that is full for the moment; the stream, slower to load, waits for it.
    process.stdout.write(text);
  }
}
