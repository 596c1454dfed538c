import { Expression } from './expression';
import type { Computed, Value } from './expression';
import type { Script } from './shell';

/** Kinds of access a job's token may have. */
type Scope = 'actions' | 'attestations' | 'contents' | 'id-token' | 'pull-requests' | 'security-events';

/** Access with the reason for it, which the file shows beside it. What is not listed is not granted. */
export type Permissions = Readonly<Partial<Record<Scope, readonly ['read' | 'write', string]>>>;

/** One action at one commit. */
interface Pin {
  readonly uses: `${string}/${string}`;
  readonly version: `v${string}`;
  readonly commit: string;
}

/** A pin with what the action takes and gives, at that version. */
export interface Action<With extends object, Output extends string = never> extends Pin {
  /** Never there: it carries the types. */
  readonly types?: (inputs: With) => Output;
}

type Variables = Readonly<Record<Uppercase<string>, Value>>;

interface StepProps<Id extends string | undefined> {
  /** Only a step that has one can be asked for outputs. */
  readonly id?: Id;
  readonly if?: Expression;
}

/** A step; `Output` are the names it can be asked for. */
export interface Step<Output extends string = string> {
  readonly name: string;
  readonly id?: string | undefined;
  readonly if?: Expression | undefined;
  readonly action?: Pin;
  readonly with?: object;
  readonly script?: { readonly text: string };
  readonly env?: Variables | undefined;
  readonly folder?: string | undefined;
  /** Never there: it carries the type. */
  readonly outputs?: (name: Output) => void;
}

/** Runs a pinned action. An input that it does not know does not compile. */
export function use<With extends object, Output extends string, Id extends string | undefined = undefined>(
  name: string,
  action: Action<With, Output>,
  props: StepProps<Id> & { readonly with?: NoInfer<With> } = {},
): Step<Id extends string ? Output : never> {
  const { id, if: condition, with: inputs } = props;
  return { name, id, if: condition, action, ...(inputs && { with: inputs }) };
}

/** Runs a script. What it learns comes by `env`, so that no text of others becomes code. */
export function run<Output extends string = never, Id extends string | undefined = undefined>(
  name: string,
  script: Script<Output>,
  props: StepProps<Id> & { readonly env?: Variables; readonly folder?: string } = {},
): Step<Id extends string ? Output : never> {
  return { name, script, ...props };
}

/** Steps that run only if this holds. */
export const onlyIf = (condition: Expression, steps: readonly Step<never>[]): readonly Step<never>[] =>
  steps.map((step) => ({ ...step, if: condition }));

/** An output of a step of the same job. */
export function output<Output extends string>(step: Step<Output>, name: NoInfer<Output>): Expression {
  if (step.id === undefined) throw new Error(`step "${step.name}" has no id`);
  return new Expression(`steps.${step.id}.outputs.${name}`, [{ kind: 'step', id: step.id }]);
}

/** A container beside a job, reachable at localhost by the ports it publishes. */
export interface ServiceContainer {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ports: readonly `${number}:${number}`[];
  readonly options?: string;
}

/** Rows of a matrix, each of which has the same keys. */
export interface Matrix<Key extends string = string> {
  readonly include: readonly Readonly<Record<Key, string>>[];
}

/** The value of a key in the row that runs. */
export function cell<Key extends string>(_matrix: Matrix<Key>, key: NoInfer<Key>): Expression {
  return new Expression(`matrix.${key}`, [{ kind: 'matrix', key }]);
}

/** Runs at the same time with one group wait for one another. */
export interface Concurrency {
  readonly group: string | Computed;
  readonly cancelInProgress: boolean | Expression;
}

/** A job of steps. Others read its `outputs`, if they wait for it. */
export interface Job<Output extends string = string> {
  readonly id: string;
  readonly name: string | Computed;
  readonly needs?: readonly Pick<Job, 'id'>[];
  readonly if?: Expression;
  readonly permissions: Permissions;
  readonly timeoutMinutes: number;
  readonly environment?: Expression;
  readonly concurrency?: Concurrency;
  readonly matrix?: Matrix;
  readonly services?: Readonly<Record<string, ServiceContainer>>;
  readonly outputs?: Readonly<Record<Output, Expression>>;
  readonly steps: readonly Step<never>[];
}

/** Gives a job its type: which outputs others may ask for. */
export function job<Output extends string = never>(props: Job<Output>): Job<Output> {
  return props;
}

/** A job that is another workflow, at one commit. */
export interface Call {
  readonly id: string;
  readonly name: string;
  readonly permissions: Permissions;
  readonly calls: { readonly uses: string; readonly commit: string; readonly comment: string };
  readonly with: Readonly<Record<string, Value>>;
  readonly secrets: Readonly<Record<string, Expression>>;
}

/** An output of a job that this one needs. */
export function needed<Output extends string>(from: Job<Output>, name: NoInfer<Output>): Expression {
  return new Expression(`needs.${from.id}.outputs.${name}`, [{ kind: 'job', id: from.id }]);
}

/** What whoever starts or calls a workflow hands over. */
export interface Input {
  readonly description: string;
  readonly required: boolean;
  readonly type: 'string' | 'choice' | 'boolean';
  readonly default?: string;
  readonly options?: readonly string[];
}

/** Inputs with the only way to refer to them, which knows their names. */
export interface Inputs<Name extends string = string> {
  readonly declared: Readonly<Record<Name, Input>>;
  input(name: Name): Expression;
}

export function inputs<Name extends string>(declared: Readonly<Record<Name, Input>>): Inputs<Name> {
  return { declared, input: (name) => new Expression(`inputs.${name}`) };
}

/** Secrets that a caller hands over by name. */
export interface Secrets<Name extends string = string> {
  readonly declared: Readonly<Record<Name, { readonly description: string; readonly required: boolean }>>;
  secret(name: Name): Expression;
}

export function secrets<Name extends string>(declared: Secrets<Name>['declared']): Secrets<Name> {
  return { declared, secret: (name) => new Expression(`secrets.${name}`) };
}

/** What starts a workflow. */
export interface Triggers {
  readonly push?: { readonly branches: readonly string[] };
  readonly pullRequest?: true;
  readonly dispatch?: Pick<Inputs, 'declared'>;
  readonly call?: { readonly inputs: Pick<Inputs, 'declared'>; readonly secrets: Pick<Secrets, 'declared'> };
}

/** One file of `.github/workflows`. */
export interface Workflow {
  /** Without `.yml`. */
  readonly file: string;
  readonly name: string;
  /** What it is for, in one sentence: the first line of the file. */
  readonly purpose: string;
  readonly on: Triggers;
  readonly concurrency: Concurrency;
  readonly jobs: readonly (Job<never> | Call)[];
}
