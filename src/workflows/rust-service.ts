import type { DeliveryFacts } from '../model/delivery';
import { ACTIONS } from './actions';
import { sourceAudit } from './audit';
import { calleesJob } from './callees';
import { endToEndJob } from './end-to-end';
import { buildJob } from './image';
import { DATA_SERVICES, DATA_VARIABLES } from './integration';
import { copyJob, pushJob } from './registry';
import { releaseJob } from './release';
import { firstOf, IS_MERGED, serviceWorkflow } from './service';
import { script } from './shell';
import { CARGO_TOOLS } from './tools';
import { job, run, use } from './workflow';
import type { Step, Workflow } from './workflow';

/** Code that a program wrote, and the entry point that only wires things up, count for nothing. */
const NOT_COUNTED = '(/(proto|generated)/|/main\\.rs$)';

/** The code with the toolchain that its rust-toolchain.toml pins. */
const rustCode: readonly Step<never>[] = [
  use('Check out', ACTIONS.checkout, { with: { 'persist-credentials': false } }),
  run(
    'Set up Rust',
    script`
      test -f rust-toolchain.toml
      rustup toolchain install
      rustup component add clippy llvm-tools-preview rustfmt
    `,
  ),
];

/** What was compiled before: for the tests only, never for the image. Main writes it, pull requests read. */
const compiled = use('Use what was compiled before', ACTIONS.rustCache, { with: { 'save-if': IS_MERGED } });

const install = (...names: readonly (keyof typeof CARGO_TOOLS)[]): Step<never> =>
  use('Install tools', ACTIONS.installTools, {
    with: { tool: names.map((name) => `${name}@${CARGO_TOOLS[name]}`).join(',') },
  });

const style = job({
  id: 'style',
  name: 'Format and lints',
  permissions: { contents: ['read', 'to read the code'] },
  timeoutMinutes: 20,
  steps: [
    ...rustCode,
    compiled,
    run('Format', script`cargo fmt --all --check`),
    run('Lints', script`cargo clippy --workspace --all-targets --all-features --locked -- --deny warnings`),
  ],
});

/** Unit and integration tests count together: what only a database can prove is not proven twice. */
const COVERED_TESTS = {
  unit: script`cargo llvm-cov --no-report --workspace --all-features --locked --lib --bins`,
  integration: script`cargo llvm-cov --no-report --workspace --all-features --locked --test integration`,
  gate: script`cargo llvm-cov report --ignore-filename-regex '${NOT_COUNTED}' --fail-under-lines 90`,
};

const tests = job({
  id: 'tests',
  name: 'Unit and integration tests, 90% covered',
  permissions: { contents: ['read', 'to read the code'] },
  timeoutMinutes: 30,
  services: DATA_SERVICES,
  steps: [
    ...rustCode,
    compiled,
    install('cargo-llvm-cov'),
    run('Unit tests', COVERED_TESTS.unit),
    run('Integration tests', COVERED_TESTS.integration, { env: DATA_VARIABLES }),
    run('Coverage', COVERED_TESTS.gate),
  ],
});

const dependencies = job({
  id: 'dependencies',
  name: 'Dependency audit',
  permissions: { contents: ['read', 'to read the lock file'] },
  timeoutMinutes: 15,
  steps: [
    ...rustCode,
    install('cargo-deny', 'cargo-audit'),
    run('Licences, sources, bans and advisories', script`cargo deny --locked check`),
    run('Known vulnerabilities', script`cargo audit --deny warnings`),
  ],
});

/** What a microservice in Rust goes through, from a pull request to the first environment. */
export function rustService(facts: DeliveryFacts): Workflow {
  const first = firstOf(facts);
  const source = sourceAudit('rust', { mode: 'none', steps: [] });
  const image = buildJob();
  const callees = calleesJob(facts);
  const endToEnd = endToEndJob(
    facts,
    { image, callees },
    {
      setUp: rustCode.slice(1),
      command: 'cargo test --locked --test end_to_end',
    },
  );
  const push = pushJob(first, image, [style, tests, dependencies, source, callees, endToEnd]);
  return serviceWorkflow({
    file: 'rust-service',
    name: 'Rust service',
    purpose: 'What a microservice in Rust goes through, from a pull request to the first environment.',
    jobs: [
      ...[style, tests, dependencies, source, image, callees, endToEnd, push],
      ...[releaseJob(facts.delivery, first, push), copyJob(first, facts.environments.slice(1), push)],
    ],
  });
}
