#!/usr/bin/env node
'use strict';
/** The command. A `synth` that finds everything as the last one left it loads nothing else. */
const { reportOfLastRun } = require('./last-run.js');

const report = process.argv[2] === 'synth' ? reportOfLastRun() : undefined;
if (report === undefined) launch();
else print(report);

function launch() {
  // Rendering makes many objects that die soon: with room for them they are dead by the time somebody looks.
  require('node:v8').setFlagsFromString('--min-semi-space-size=16');
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
