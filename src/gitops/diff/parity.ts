import type { PlatformApp } from '../../synth/app';
import { Parsed, renderedManifests } from './against';
import { diffEnvironment } from './diff';
import type { ObjectChange } from './diff';
import { fieldChanges, pathText } from './field-changes';
import type { FieldChange } from './field-changes';
import { renderEnvironments } from '../repository/rendered';

/** A place where two environments differ, and what somebody declared that makes them. */
export interface Difference {
  /** Folder of the environment: `services/orders`. */
  readonly part: string;
  readonly object: string;
  /** The field; absent where only one of the two has the object. */
  readonly path?: string;
  readonly left?: unknown;
  readonly right?: unknown;
  /** The declaration: `scale.max`, `environment.domain`, or the reason of an override. Absent where none was found. */
  readonly reason?: string;
}

/** Where two environments differ in what is rendered for them, and why. */
export function parityOf(app: PlatformApp, left: string, right: string): Difference[] {
  const parsed = new Parsed();
  const [one, other] = [left, right].map((name) => renderedManifests(renderEnvironments(app, [name])[0]!, parsed));
  const declarations = new Declarations(app, left, right);
  return diffEnvironment(right, one!, other!).objects.flatMap((object) => differencesOf(object, declarations));
}

function differencesOf(object: ObjectChange, declarations: Declarations): Difference[] {
  const place = { part: object.part, object: object.identity };
  if (object.change !== 'changed') {
    const reason = declarations.ofObject(object);
    const side = object.change === 'created' ? { right: 'has it' } : { left: 'has it' };
    return [{ ...place, ...side, ...(reason !== undefined && { reason }) }];
  }
  return object.fields.map((field) => {
    const reason = declarations.ofField(object, field);
    const sides = { left: field.before, right: field.after };
    return { ...place, path: pathText(field.path), ...sides, ...(reason !== undefined && { reason }) };
  });
}

/** What a microservice is made from; parts that are made otherwise say nothing about their reasons. */
interface Inputs {
  readonly environment: unknown;
  readonly namespace?: unknown;
  readonly overrides?: Readonly<Record<string, { readonly reason: string; readonly patch: unknown } | undefined>>;
}

/** What the typed descriptions of two environments say differently. */
class Declarations {
  private readonly left: ReadonlyMap<string, Inputs>;
  private readonly right: ReadonlyMap<string, Inputs>;
  private readonly shared: readonly FieldChange[];

  constructor(app: PlatformApp, left: string, right: string) {
    [this.left, this.right] = [inputsOf(app, left), inputsOf(app, right)];
    const [one, other] = [this.left, this.right].map((side) => [...side.values()][0]);
    this.shared = leaves(fieldChanges(one?.environment, other?.environment, ['environment']));
  }

  /** Why only one of them has the object. */
  ofObject(object: ObjectChange): string | undefined {
    const part = this.partOf(object);
    if (this.left.has(part) !== this.right.has(part))
      return `${part.split('/')[1]!} is only in one of the environments`;
    const own = this.own(part);
    if (own.some(({ path }) => path[0] === 'scale')) return 'scale';
    return this.fallback(object, own, object.name);
  }

  /** The declaration whose values show in the field, the longest of several; else what could have made it. */
  ofField(object: ObjectChange, field: FieldChange): string | undefined {
    const part = this.partOf(object);
    const own = this.own(part);
    const [before, after] = [textOf(field.before), textOf(field.after)];
    const found = [...own, ...this.shared]
      .filter((change) => isShown(before, change.before) && isShown(after, change.after))
      .sort((one, other) => textOf(other.after).length - textOf(one.after).length)[0];
    if (found) return pathText(found.path);
    const override = this.overrideOf(part, field);
    if (override !== undefined) return override;
    if (/^[0-9a-f]{8,}$/.test(before) && /^[0-9a-f]{8,}$/.test(after)) return 'a hash of what differs elsewhere';
    return this.fallback(object, own, before + after);
  }

  private fallback(object: ObjectChange, own: readonly FieldChange[], text: string): string | undefined {
    const written = own.filter((change) => !this.shared.some((shared) => explains(shared, change)));
    if (own.length > 0) return namesOf(written.length > 0 ? written : own);
    const single = [...this.left.keys(), ...this.right.keys()]
      .filter((part) => this.left.has(part) !== this.right.has(part))
      .map((part) => part.split('/')[1]!)
      .find((name) => text.includes(name));
    return single === undefined ? addOnOf(object) : `${single} is only in one of the environments`;
  }

  /** What is said of the microservice, beside its release and its environment. */
  private own(part: string): FieldChange[] {
    const changes = leaves(fieldChanges(this.left.get(part), this.right.get(part)));
    return changes.filter(({ path }) => path[0] !== 'environment' && path[0] !== 'overrides');
  }

  /** The microservice that an object is about, wherever it lies: its Application, its namespace. */
  private partOf({ part, name, identity }: ObjectChange): string {
    const namespace = /^\S+ (?:([^/]+)\/)?/.exec(identity)?.[1];
    const sides = [this.left, this.right];
    const candidates = [part, `services/${name}`, `services/${namespace ?? name}`];
    return candidates.find((candidate) => sides.some((side) => side.has(candidate))) ?? part;
  }

  private overrideOf(part: string, { path }: FieldChange): string | undefined {
    const all = [this.left, this.right].flatMap((side) => Object.values(side.get(part)?.overrides ?? {}));
    const last = path.findLast((step) => !step.startsWith('['));
    const found = all.find((override) => override && JSON.stringify(override.patch).includes(`"${last ?? ''}"`));
    return found && `override: ${found.reason}`;
  }
}

function explains(shared: FieldChange, change: FieldChange): boolean {
  return isShown(textOf(change.before), shared.before) && isShown(textOf(change.after), shared.after);
}

function namesOf(changes: readonly FieldChange[]): string {
  return [...new Set(changes.map(({ path }) => path[0]!))].sort().join(' or ');
}

/** Add-ons choose by environment in their own files. */
function addOnOf({ part, kind: object, name: called }: ObjectChange): string | undefined {
  const [kind, name] = part.split('/');
  if (kind === 'argocd' && object === 'Application') return `the add-on of ${called}`;
  return kind === 'platform' && name !== undefined ? `the add-on ${name}` : undefined;
}

function inputsOf(app: PlatformApp, environment: string): Map<string, Inputs> {
  const folders = [...app.folders([environment])];
  return new Map(
    folders
      .filter(({ path, inputs }) => path.split('/')[1] === 'services' && typeof inputs === 'object' && inputs !== null)
      .map(({ path, inputs }) => [path.slice(environment.length + 1), inputs as Inputs]),
  );
}

/** Down to single values: a map that only one side has is all of its values. */
function leaves(changes: readonly FieldChange[]): FieldChange[] {
  return changes.flatMap((change) => {
    const [before, after] = [change.before, change.after];
    if (!Array.isArray(before) || !Array.isArray(after)) return [change];
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => ({
      path: change.path,
      before: before[index] as unknown,
      after: after[index] as unknown,
    }));
  });
}

function isShown(text: string, value: unknown): boolean {
  if (value === undefined) return text === '';
  if (typeof value === 'string' && value.length > 1) return text.includes(value);
  return typeof value === 'number' && text === String(value);
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
