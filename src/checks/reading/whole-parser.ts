/* eslint-disable @typescript-eslint/no-require-imports -- loading a library takes longer than reading a hundred manifests, most runs need none of them, and jest cannot import() */
import type * as jsYaml from 'js-yaml';
import type * as yaml from 'yaml';

/** The value of any YAML document. */
export const load = (text: string): unknown => (require('js-yaml') as typeof jsYaml).load(text);

/** The value of a manifest: scalars as kubectl and Argo CD read them (sigs.k8s.io/yaml), `<<` included. */
export function loadManifest(text: string): unknown {
  const library = require('js-yaml') as typeof jsYaml;
  return library.load(text, { schema: (schema ??= manifestSchema(library)) });
}

let schema: jsYaml.Schema | undefined;

function manifestSchema(library: typeof jsYaml): jsYaml.Schema {
  const { boolYaml11Tag, CORE_SCHEMA, floatCoreTag, intCoreTag, mergeTag, NOT_RESOLVED } = library;
  const number = (source: string): number | typeof NOT_RESOLVED => goNumber(source) ?? NOT_RESOLVED;
  return CORE_SCHEMA.withTags(
    boolYaml11Tag,
    mergeTag,
    { ...intCoreTag, resolve: number },
    {
      ...floatCoreTag,
      resolve: (source: string, ...more) => goNumber(source) ?? floatCoreTag.resolve(source, ...more),
    },
  );
}

const BASES: readonly (readonly [RegExp, number])[] = [
  [/^0x([0-9a-f]+)$/i, 16],
  [/^0b([01]+)$/i, 2],
  [/^0o?([0-7]+)$/i, 8],
];
const DECIMAL = /^(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;

/** A number as Go reads it: `0755` is octal, `1_000` has a gap, and `08`, which cannot be octal, is eight. */
function goNumber(source: string): number | undefined {
  if (!/^[-+.\d]/.test(source)) return undefined;
  const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(source.replaceAll('_', '')) ?? [];
  for (const [pattern, base] of BASES) {
    const found = pattern.exec(digits)?.[1];
    if (found !== undefined) return Number.parseInt(`${sign}${found}`, base);
  }
  return DECIMAL.test(digits) ? Number(`${sign}${digits}`) : undefined;
}

/** The syntax tree of any YAML document, with the place of each node. */
export const parseDocument = (text: string): ReturnType<typeof yaml.parseDocument> =>
  (require('yaml') as typeof yaml).parseDocument(text);
