/** What an expression needs to exist: a step before it in its job, or a job that its own one waits for. */
export type Reference =
  | { readonly kind: 'step'; readonly id: string }
  | { readonly kind: 'job'; readonly id: string }
  | { readonly kind: 'matrix'; readonly key: string };

/** A text of which GitHub computes a part when the workflow runs. Made by the functions of this folder only. */
export class Computed {
  constructor(
    readonly yaml: string,
    readonly references: readonly Reference[] = [],
  ) {}
}

/** A computed text that is one expression and nothing else, so that conditions can be built of it. */
export class Expression extends Computed {
  constructor(
    readonly source: string,
    references: readonly Reference[] = [],
  ) {
    super(`\${{ ${source} }}`, references);
  }
}

/** What may stand as a value: a literal holds no `${{ }}`, which the renderer makes sure of. */
export type Value = string | number | boolean | Computed;

/** A text with expressions in it: ``computed`publish-${github('sha')}` ``. */
export function computed(texts: TemplateStringsArray, ...parts: readonly (string | Expression)[]): Computed {
  const yaml = texts.map((text, index) => text + yamlOf(parts[index] ?? '')).join('');
  return new Computed(
    yaml,
    parts.flatMap((part) => (typeof part === 'string' ? [] : part.references)),
  );
}

const yamlOf = (part: string | Expression): string => (typeof part === 'string' ? part : part.yaml);

/** Facts of GitHub that the workflows read. */
type GitHubFact =
  | 'actor'
  | 'event_name'
  | 'event.pull_request.head.repo.full_name'
  | 'event.pull_request.number'
  | 'ref'
  | 'repository'
  | 'repository_owner'
  | 'run_id'
  | 'run_number'
  | 'sha'
  | 'token'
  | 'workspace';

export const github = (fact: GitHubFact): Expression => new Expression(`github.${fact}`);

/** A variable that an administrator set for the organisation or the repository; no secret. */
export const variable = (name: Uppercase<string>): Expression => new Expression(`vars.${name}`);

/** A secret of the repository or the organisation, in a workflow that is not called by another one. */
export const repositorySecret = (name: Uppercase<string>): Expression => new Expression(`secrets.${name}`);

/** Whether an earlier step failed: for steps that show why. */
export const failed = new Expression('failure()');

const operand = (value: string | Expression): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value.source;

const referencesOf = (...values: readonly (string | Expression)[]): readonly Reference[] =>
  values.flatMap((value) => (typeof value === 'string' ? [] : value.references));

export const equal = (left: Expression, right: string | Expression): Expression =>
  new Expression(`${left.source} == ${operand(right)}`, referencesOf(left, right));

export const both = (left: Expression, right: Expression): Expression =>
  new Expression(`${left.source} && ${right.source}`, referencesOf(left, right));

/** The first that is not empty. */
export const either = (left: Expression, right: string | Expression): Expression =>
  new Expression(`${left.source} || ${operand(right)}`, referencesOf(left, right));
