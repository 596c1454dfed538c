import core from '../../../imports/schemas/kubernetes/releases.json';
import type { JsonSchema, SchemaFile, Validator } from './json-schema';
import { Compiler } from './compile';
import { coreRules, kindRules } from './core-rules';
import { shippedFor } from './shipped';

type Parts = Readonly<Record<string, JsonSchema | null>>;
const RELEASES = core.releases as unknown as Readonly<Record<string, { readonly kinds: Parts; readonly $defs: Parts }>>;

/** Kubernetes minors whose own kinds are known, oldest first. */
export const KNOWN_RELEASES: readonly string[] = Object.keys(RELEASES).sort(
  (a, b) => Number(a.slice(2)) - Number(b.slice(2)),
);

/** Finds and compiles the schema of a kind, once. */
export class Catalog {
  private readonly validators = new Map<string, Map<string, Validator | undefined>>();
  private readonly compilers = new Map<SchemaFile, Compiler>();
  private readonly core: SchemaFile;
  private readonly coreCompiler: Compiler;

  /** @param own schemas of the user, which win over the shipped ones */
  constructor(
    kubernetes: string,
    private readonly own: readonly SchemaFile[] = [],
  ) {
    this.core = coreOf(kubernetes);
    this.coreCompiler = new Compiler(this.core.$defs, { core: true, rules: coreRules });
  }

  /** The validator of `apps/v1` and `Deployment`; undefined when no schema is known. */
  validatorOf(apiVersion: string, kind: string): Validator | undefined {
    let kinds = this.validators.get(apiVersion);
    if (kinds === undefined) this.validators.set(apiVersion, (kinds = new Map<string, Validator | undefined>()));
    const known = kinds.get(kind);
    if (known !== undefined || kinds.has(kind)) return known;
    const validator = this.find(`${apiVersion}/${kind}`, apiVersion, kind);
    kinds.set(kind, validator);
    return validator;
  }

  /** Whether a kind of that group is known at another version, as `apps/v1`. */
  versionsOf(group: string, kind: string): readonly string[] {
    const names = this.filesFor(group).flatMap(({ kinds }) => Object.keys(kinds));
    return names
      .filter((name) => name.endsWith(`/${kind}`))
      .map((name) => name.slice(0, -kind.length - 1))
      .filter((version) => (version.includes('/') ? version.slice(0, version.indexOf('/')) : '') === group);
  }

  /** Those that may have kinds of a group, in the order in which they win. */
  private filesFor(group: string): readonly SchemaFile[] {
    return [this.core, ...this.own, ...shippedFor(group)];
  }

  private find(name: string, apiVersion: string, kind: string): Validator | undefined {
    const builtIn = this.core.kinds[name];
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    if (builtIn) {
      const shape = this.coreCompiler.compile(builtIn.schema);
      const rules = kindRules(group, kind);
      if (rules === undefined) return shape;
      return (value, visit) => {
        shape(value, visit);
        if (visit.faults.length === 0) rules(value, visit);
      };
    }
    const file = this.filesFor(group).find(({ kinds }) => kinds[name] !== undefined);
    return file && this.compilerOf(file).compile(file.kinds[name]!.schema);
  }

  private compilerOf(file: SchemaFile): Compiler {
    const compiler = this.compilers.get(file) ?? new Compiler(file.$defs);
    this.compilers.set(file, compiler);
    return compiler;
  }
}

/** Each release is written down as what differs from the next newer one. */
function coreOf(kubernetes: string): SchemaFile {
  const newestFirst = [...KNOWN_RELEASES].reverse();
  const kinds: Record<string, { readonly schema: JsonSchema }> = {};
  const $defs: Record<string, JsonSchema> = {};
  for (const release of newestFirst) {
    for (const [name, schema] of Object.entries(RELEASES[release]!.kinds))
      if (schema === null) Reflect.deleteProperty(kinds, name);
      else kinds[name] = { schema };
    for (const [name, schema] of Object.entries(RELEASES[release]!.$defs))
      if (schema === null) Reflect.deleteProperty($defs, name);
      else $defs[name] = schema;
    if (release === kubernetes) break;
  }
  const meta = $defs['ObjectMeta'];
  if (meta) $defs['ObjectMeta'] = { ...meta, properties: { ...meta.properties, ...SERVER_METADATA } };
  return { kinds, $defs };
}

/** Tools print these, and the API server drops them without a word. */
const SERVER_METADATA: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  ['creationTimestamp', 'generation', 'resourceVersion', 'selfLink', 'uid'].map((name) => [name, {}]),
);
