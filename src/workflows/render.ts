import { Document, isMap, isScalar } from 'yaml';
import { Computed } from './expression';
import type { Reference } from './expression';
import type { Call, Concurrency, Inputs, Job, Permissions, Step, Workflow } from './workflow';

/** Where every job runs: an exact image, since `latest` moves. */
const RUNNER = 'ubuntu-24.04';

/** A value with a comment behind it. */
class Noted {
  constructor(
    readonly value: string,
    readonly note: string,
  ) {}
}

/** The file's text. Throws where a job refers to a step, job or key of a matrix that it does not have. */
export function renderWorkflow(workflow: Workflow, header: string): string {
  for (const each of workflow.jobs) if ('steps' in each) checkReferences(each);
  const { on } = workflow;
  const plain = {
    name: workflow.name,
    on: {
      ...(on.push && { push: on.push }),
      ...(on.pullRequest && { pull_request: null }),
      ...(on.dispatch && { workflow_dispatch: { inputs: declared(on.dispatch) } }),
      ...(on.call && { workflow_call: { inputs: declared(on.call.inputs), secrets: on.call.secrets.declared } }),
    },
    permissions: {},
    concurrency: concurrencyOf(workflow.concurrency),
    jobs: Object.fromEntries(workflow.jobs.map((each) => [each.id, 'steps' in each ? jobOf(each) : callOf(each)])),
  };
  return `# ${workflow.purpose}\n# ${header}\n${yamlOf(plain)}`;
}

const declared = ({ declared: all }: Pick<Inputs, 'declared'>): object => all;

function jobOf(job: Job<never>): object {
  return {
    name: job.name,
    ...(job.needs && { needs: job.needs.map(({ id }) => id) }),
    ...(job.if && { if: job.if.source }),
    'runs-on': RUNNER,
    'timeout-minutes': job.timeoutMinutes,
    ...(job.matrix && { strategy: { 'fail-fast': false, matrix: { include: job.matrix.include } } }),
    ...(job.environment && { environment: job.environment }),
    ...(job.concurrency && { concurrency: concurrencyOf(job.concurrency) }),
    permissions: permissionsOf(job.permissions),
    ...(job.outputs && { outputs: job.outputs }),
    ...(job.services && { services: job.services }),
    steps: job.steps.map(stepOf),
  };
}

function callOf({ name, permissions, calls, with: values, secrets }: Call): object {
  const uses = new Noted(`${calls.uses}@${calls.commit}`, calls.comment);
  return { name, permissions: permissionsOf(permissions), uses, with: values, secrets };
}

function stepOf({ name, id, if: condition, action, with: inputs, env, folder, script }: Step<never>): object {
  return {
    name,
    ...(id !== undefined && { id }),
    ...(condition && { if: condition.source }),
    ...(action && { uses: new Noted(`${action.uses}@${action.commit}`, action.version) }),
    ...(inputs && { with: inputs }),
    ...(folder !== undefined && { 'working-directory': folder }),
    ...(env && { env }),
    ...(script && { shell: 'bash', run: script.text }),
  };
}

const concurrencyOf = ({ group, cancelInProgress }: Concurrency): object => ({
  group,
  'cancel-in-progress': cancelInProgress,
});

function permissionsOf(permissions: Permissions): object {
  const entries = Object.entries(permissions).map(([scope, [access, reason]]) => [scope, new Noted(access, reason)]);
  return Object.fromEntries(entries) as object;
}

/** Every reference in a value, wherever it stands. */
function referencesIn(value: unknown): readonly Reference[] {
  if (value instanceof Computed) return value.references;
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

function checkReferences(job: Job<never>): void {
  const { steps, outputs, needs = [], matrix, ...rest } = job;
  const known = new Set<string>();
  const check = (where: string, value: unknown): void => {
    for (const reference of referencesIn(value)) {
      const exists =
        reference.kind === 'step'
          ? known.has(reference.id)
          : reference.kind === 'job'
            ? needs.some(({ id }) => id === reference.id)
            : (matrix?.include.every((row) => reference.key in row) ?? false);
      const name = reference.kind === 'matrix' ? reference.key : reference.id;
      if (!exists) throw new Error(`job ${job.id}: ${where} refers to the ${reference.kind} ${name}, which it has not`);
    }
  };
  check('the job', rest);
  for (const step of steps) {
    check(`step "${step.name}"`, step);
    if (step.id !== undefined && known.has(step.id)) throw new Error(`job ${job.id} has two steps ${step.id}`);
    if (step.id !== undefined) known.add(step.id);
  }
  check('an output', outputs);
}

/** Block text for scripts, comments behind pins and permissions, and no line ever folded. */
function yamlOf(plain: object): string {
  const document = new Document(written(plain), { aliasDuplicateObjects: false });
  annotate(document.contents, plain);
  space(document.contents);
  space(document.get('jobs'));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** An empty line before each entry but the first. */
function space(node: unknown): void {
  if (!isMap(node)) return;
  for (const { key } of node.items.slice(1)) if (isScalar(key)) key.spaceBefore = true;
}

function written(value: unknown): unknown {
  if (value instanceof Computed) return value.yaml;
  if (value instanceof Noted) return value.value;
  if (typeof value === 'string' && value.includes('${{'))
    throw new Error(`"${value}" holds an expression that nothing checked`);
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)]));
}

function annotate(node: unknown, value: unknown): void {
  if (isScalar(node)) {
    if (value instanceof Noted) node.comment = ` ${value.note}`;
    return;
  }
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      annotate(pair.value, (value as Readonly<Record<string, unknown>>)[key]);
    }
    return;
  }
  const items = (node as { readonly items?: readonly unknown[] } | null)?.items ?? [];
  items.forEach((item, index) => {
    annotate(item, (value as readonly unknown[])[index]);
  });
}
