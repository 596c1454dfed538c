/* eslint-disable @typescript-eslint/no-require-imports -- loading a library takes longer than reading a hundred manifests, most runs need none of them, and jest cannot import() */
import type * as jsYaml from 'js-yaml';
import type * as yaml from 'yaml';

/** The value of any YAML document. */
export const load = (text: string): unknown => (require('js-yaml') as typeof jsYaml).load(text);

/** The syntax tree of any YAML document, with the place of each node. */
export const parseDocument = (text: string): ReturnType<typeof yaml.parseDocument> =>
  (require('yaml') as typeof yaml).parseDocument(text);
