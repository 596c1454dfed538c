import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isPair, isScalar, parse, parseDocument, Scalar } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import { UserError } from '../../model/faults';
import { releaseFault } from '../../model/release';
import type { Release, Releases } from '../../model/release';
import { withLock } from '../../synth/lock';
import { replaceFile } from '../replace-file';

/** What one edit changes: the releases to set by microservice. */
export type Edit = (releases: Releases) => Releases;

/** A release that is another one now. */
export interface ReleaseChange {
  readonly microservice: string;
  readonly from: Release | undefined;
  readonly to: Release;
}

/** Where the releases of an environment lie. */
export function releaseFile(folder: string, environment: string): string {
  return path.join(folder, `${environment}.yaml`);
}

/** Reads a file of releases; an empty one has none. */
export function readReleaseFile(file: string): Releases {
  return releasesOf(readText(file), file);
}

/**
 * Changes a file of releases, one process at a time: a reader sees the old text or the new one. What is not changed
 * stays as it is written, comments, order and quotes included.
 */
export function editReleaseFile(file: string, edit: Edit, stateDir = '.chartwright'): ReleaseChange[] {
  return withLock(path.join(stateDir, 'releases'), () => {
    const text = readText(file);
    const before = releasesOf(text, file);
    const wanted = Object.entries(edit(before));
    const changes = wanted
      .map(([microservice, to]) => ({
        microservice,
        from: before[microservice],
        to: { tag: to.tag, digest: to.digest },
      }))
      .filter(({ from, to }) => from?.tag !== to.tag || from.digest !== to.digest);
    if (changes.length === 0) return [];
    const after = changes.reduce(withRelease, text);
    assertOnly(changes, before, releasesOf(after, file), file);
    replaceFile(file, after);
    return changes;
  });
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      fs.existsSync(file) ? `${file} cannot be read: ${(error as Error).message}` : `There is no ${file}`,
    );
  }
}

function releasesOf(text: string, file: string): Releases {
  let content: unknown;
  try {
    content = parse(text) ?? {};
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message}`);
  }
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new UserError(`${file} is no map of microservices to releases`);
  }
  const faults = Object.entries(content as object).flatMap(([name, release]) => {
    const what = releaseFault(release);
    return what === undefined ? [] : [{ where: `${file}: ${name}`, what }];
  });
  if (faults.length > 0) throw new UserError('releases are not pinned', faults);
  return content as Releases;
}

/** In place where the entry is there, byte for byte; otherwise a new entry. */
function withRelease(text: string, { microservice, from, to }: ReleaseChange): string {
  const document = parseDocument(text);
  if (from === undefined) return withEntry(document, microservice, to);
  const spelled = (field: keyof Release) => {
    const node = document.getIn([microservice, field], true);
    if (!isScalar(node) || !node.range) throw new UserError(`${microservice}.${field} is written as no plain value`);
    const quoted = field === 'tag' || node.type !== Scalar.PLAIN;
    return { start: node.range[0], end: node.range[1], text: quoted ? JSON.stringify(to[field]) : to[field] };
  };
  const edits = [spelled('tag'), spelled('digest')].sort((left, right) => right.start - left.start);
  return edits.reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

/** Before the first name that comes after it, where the names are in order; at the end otherwise. */
function withEntry(document: Document.Parsed, microservice: string, release: Release): string {
  const tag = new Scalar(release.tag);
  tag.type = Scalar.QUOTE_DOUBLE;
  const entry = document.createPair(microservice, { tag, digest: release.digest });
  if (!isMap(document.contents)) {
    const { commentBefore, comment } = document;
    const map = document.createNode({}) as YAMLMap.Parsed;
    map.items.push(entry as never);
    document.contents = map;
    if (commentBefore === null && comment !== null) Object.assign(document, { commentBefore: comment, comment: null });
  } else {
    const { items } = document.contents;
    const names = items.map(({ key }) => String(isScalar(key) ? key.value : key));
    const isSorted = names.every((name, index) => index === 0 || names[index - 1]! < name);
    const next = isSorted ? names.findIndex((name) => name > microservice) : -1;
    const place = next < 0 ? items.length : next;
    if (place === 0) keepHeading(document, items[0]?.key);
    items.splice(place, 0, entry as never);
  }
  return document.toString({ lineWidth: 0 });
}

/** A heading right above the first entry belongs to the file. */
function keepHeading(document: Document.Parsed, first: unknown): void {
  if (isPair(first) || !isScalar(first) || !first.commentBefore || document.commentBefore) return;
  document.commentBefore = first.commentBefore;
  first.commentBefore = null;
}

function assertOnly(changes: readonly ReleaseChange[], before: Releases, after: Releases, file: string): void {
  const wanted = { ...before, ...Object.fromEntries(changes.map(({ microservice, to }) => [microservice, to])) };
  const kept = Object.fromEntries(
    Object.entries(after).map(([name, { tag, digest }]) => [name, { ...before[name], tag, digest }]),
  );
  if (
    isDeepStrictEqual(
      kept,
      Object.fromEntries(Object.entries(wanted).map(([name, release]) => [name, { ...before[name], ...release }])),
    )
  )
    return;
  throw new UserError(
    `${file} is written in a way that cannot be edited safely: use one tag and one digest for each microservice`,
  );
}
