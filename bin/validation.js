'use strict';
/** The checks as a validation of stock cdk8s, which names this file in cdk8s.yaml: a synth with violations fails. */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

class Checks {
  /** @param {{ output?: string, kubernetes?: string, strict?: boolean }} [properties] of cdk8s.yaml */
  constructor(properties = {}) {
    this.properties = properties;
  }

  /** @param {import('cdk8s-cli/plugins').ValidationContext} context */
  async validate({ report, logger }) {
    const violations = this.violations();
    for (const { check, kind, namespace, name, file, path: place, message, remediation } of violations) {
      report.addViolation({
        ruleName: check,
        recommendation: `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}: ${message}`,
        fix: remediation,
        violatingResources: [{ resourceName: name, locations: [place], manifestPath: file }],
      });
    }
    const failing = violations.filter(({ severity }) => this.properties.strict === true || severity === 'error');
    logger.log(`${violations.length} violations, ${failing.length} of which fail`);
    report.submit(failing.length > 0 ? 'failure' : 'success', { violations: violations.length });
  }

  /** What the command says, so that both always say the same. */
  violations() {
    const { output = 'dist', kubernetes, strict } = this.properties;
    const options = ['--format', 'json'];
    if (kubernetes !== undefined) options.push('--kubernetes', kubernetes);
    if (strict === true) options.push('--strict');
    // Without paths the command judges every environment of dist, and knows its waivers.
    const folders =
      output === 'dist'
        ? []
        : fs
            .readdirSync(output, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => path.join(output, entry.name));
    const command = path.join(__dirname, 'chartwright.js');
    const result = spawnSync(process.execPath, [command, 'check', ...folders, ...options], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (result.status !== 0 && result.status !== 1) throw result.error ?? new Error(result.stderr);
    return JSON.parse(result.stdout);
  }
}

module.exports = { Checks };
