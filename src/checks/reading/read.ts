import { readdirSync, readFileSync, statSync } from 'node:fs';
import { normalize } from 'node:path';
import { UserError } from '../../model/faults';
import type { Manifest } from '../../model/manifest';
import { parseManifest } from './parse';
import type { Located } from '../tree/tree';
import type { Violation } from '../violation';
import { loadManifest } from './whole-parser';

/** What was found under a path: manifests, and what could not be read as one. */
export interface ReadTree {
  readonly located: readonly Located[];
  readonly unreadable: readonly Violation[];
  readonly files: number;
}

/**
 * Reads every YAML and JSON document under the paths. What does not parse or is no manifest is a violation: never a crash,
 * and never left out.
 * @throws UserError when a path itself does not exist
 */
export function readTree(paths: readonly string[]): ReadTree {
  const located: Located[] = [];
  const unreadable: Violation[] = [];
  const files = paths.flatMap(filesUnder);
  for (const file of files) readFile(file, located, unreadable);
  return { located, unreadable, files: files.length };
}

function filesUnder(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`${path} does not exist; expected a folder of manifests, or a file`);
  if (!stats.isDirectory()) return [path];
  const files: string[] = [];
  addFiles(normalize(path), files);
  return files;
}

/** @param folder normalized, which what is below it is then, too */
function addFiles(folder: string, files: string[]): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = folder === '.' ? entry.name : `${folder}${folder.endsWith('/') ? '' : '/'}${entry.name}`;
    if (!entry.isDirectory()) {
      if (/\.(?:ya?ml|json)$/.test(entry.name)) files.push(child);
    } else if (!entry.name.startsWith('.')) addFiles(child, files);
  }
}

/** Reads texts that are not on disk yet, by the names their files will have. */
export function readTexts(texts: Iterable<readonly [file: string, content: string]>): ReadTree {
  const located: Located[] = [];
  const unreadable: Violation[] = [];
  let files = 0;
  for (const [file, content] of texts) {
    files += 1;
    readText(file, content, located, unreadable);
  }
  return { located, unreadable, files };
}

function readFile(file: string, located: Located[], unreadable: Violation[]): void {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    unreadable.push(unreadableAt(file, 1, (error as Error).message));
    return;
  }
  readText(file, content, located, unreadable);
}

function readText(file: string, content: string, located: Located[], unreadable: Violation[]): void {
  for (const [start, end] of documentsOf(content)) {
    try {
      const plain = parseManifest(content, start, end);
      const value = plain === undefined ? wholly(content.slice(start, end)) : plain;
      if (value === undefined || value === null) continue;
      for (const [manifest, inside] of expanded(value)) {
        const fault = manifestFault(manifest);
        if (fault === undefined) located.push(new Document(manifest as Manifest, file, content, start, end, inside));
        else unreadable.push(unreadableAt(file, lineAt(content, start), fault));
      }
    } catch (error) {
      unreadable.push(notRead(file, content, [start, end], error as YamlError));
    }
  }
}

interface YamlError extends Error {
  readonly mark?: { readonly line: number };
}

/** A value, an item or a line that begins like this is no YAML; inside a text it may be meant for somebody else. */
const TEMPLATE = /^[ \t]*(?:- +)?(?:[\w./-]+: +)?\{\{/m;

function notRead(file: string, content: string, [start, end]: readonly [number, number], error: YamlError): Violation {
  const template = TEMPLATE.exec(content.slice(start, end));
  if (template)
    return unreadableAt(
      file,
      lineAt(content, start + template.index + template[0].length - 1),
      'is a template, which is to be rendered first',
    );
  return unreadableAt(file, lineAt(content, start) + (error.mark?.line ?? 0), error.message.split('\n')[0] ?? '');
}

/** Between two markers there may be nothing, or comments, or a directive such as `%YAML 1.2` for what comes next. */
const wholly = (text: string): unknown =>
  /^(?:[ \t\r\ufeff]*(?:[#%][^\n]*|\.{3}[ \t\r]*)?(?:\n|$))*$/.test(text) ? undefined : loadManifest(text);

/** Its place is looked up only when somebody asks: most manifests have no violation. */
class Document implements Located {
  constructor(
    readonly manifest: Manifest,
    readonly file: string,
    private readonly content: string,
    private readonly start: number,
    private readonly end: number,
    readonly inside: string | undefined,
  ) {}

  get line(): number {
    return lineAt(this.content, this.start);
  }

  text(): string {
    return this.content.slice(this.start, this.end);
  }
}

/** A List is what it holds. */
function expanded(value: unknown): readonly (readonly [manifest: unknown, inside?: string])[] {
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return [[value]];
  return items.map((item: unknown, index) => [item, `items[${index}]`]);
}

function manifestFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object';
  const { apiVersion, kind, metadata } = value as { apiVersion?: unknown; kind?: unknown; metadata?: unknown };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return 'has no apiVersion and kind';
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) return 'is read by kustomize; judge what it renders';
  const { name, generateName } = (metadata ?? {}) as { name?: unknown; generateName?: unknown };
  if (typeof name === 'string') return undefined;
  return generateName === undefined
    ? 'has no metadata.name'
    : 'has generateName and no metadata.name, so that it can be created, but not applied';
}

function unreadableAt(file: string, line: number, message: string): Violation {
  return {
    check: 'unreadable',
    severity: 'error',
    kind: '',
    namespace: '',
    name: '',
    file,
    line,
    path: '',
    message,
    remediation: 'Write a Kubernetes manifest, or move the file out of the folder: Argo CD would ignore or refuse it.',
  };
}

/** Where documents between `---` lines begin and end; text before the first marker counts. */
function documentsOf(content: string): readonly (readonly [start: number, end: number])[] {
  const documents: (readonly [number, number])[] = [];
  let start = 0;
  for (let at = markerAt(content, 0); at >= 0; at = markerAt(content, start)) {
    if (at > start) documents.push([start, at]);
    const lineEnd = content.indexOf('\n', at);
    start = lineEnd < 0 ? content.length : lineEnd + 1;
  }
  if (start < content.length) documents.push([start, content.length]);
  return documents;
}

/** Where the next line of nothing but `---`, or with something after a blank, begins; -1 if there is none. */
function markerAt(content: string, from: number): number {
  if (from >= content.length) return -1;
  for (let at = from; at >= 0; at = content.indexOf('\n---', at) + 1 || -1)
    if (content.startsWith('---', at) && /^[ \t\r\n]?$/.test(content.charAt(at + 3))) return at;
  return -1;
}

/** The line of the file at a place of its text: the first is 1. */
function lineAt(content: string, place: number): number {
  let line = 1;
  for (let at = content.indexOf('\n'); at >= 0 && at < place; at = content.indexOf('\n', at + 1)) line += 1;
  return line;
}
