import { causesOf } from './causes';
import type { Cause } from './causes';
import type { EnvironmentDiff } from './diff';
import type { ChangeGroup } from './diff-groups';
import { groupsOf } from './diff-groups';
import { EFFECT_TEXTS } from './effects';
import type { Effect } from './effects';
import { textChanges } from './text-changes';

/** Colours text by how bad its effect is; for who has no colours, as it is. */
export type Paint = (effect: Effect, text: string) => string;

/** For a terminal: environments, and in each one the causes, the worst first. */
export function diffText(diffs: readonly EnvironmentDiff[], paint: Paint): string {
  return diffs
    .map((diff) => {
      const causes = causesOf(groupsOf(diff), diff).map((cause) => causeText(cause, paint));
      return `${headline(diff, paint)}\n${causes.join('')}`;
    })
    .join('');
}

/** What one word explains stands under it. */
function causeText({ title, groups }: Cause, paint: Paint): string {
  const blocks = blocksOf(groups).map((block) => blockText(block, paint));
  if (title === undefined) return blocks.join('');
  return `  ${title}\n${blocks.join('').replace(/^/gm, '  ').trimEnd()}\n`;
}

function headline({ environment, objects, worst }: EnvironmentDiff, paint: Paint): string {
  if (objects.length === 0) return `${environment}: no difference`;
  return `${environment}: ${plural(objects.length, 'object')} in ${plural(partsOf(objects).length, 'part')}, worst: ${paint(worst, EFFECT_TEXTS[worst])}`;
}

function partsOf(objects: EnvironmentDiff['objects']): string[] {
  return [...new Set(objects.map(({ part }) => part))];
}

/** Causes that concern the same objects, told as one. */
interface Block extends ChangeGroup {
  readonly lines: readonly string[];
}

function blocksOf(groups: readonly ChangeGroup[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const group of groups) {
    const key = JSON.stringify([group.effect, group.objects]);
    const lines = changeLines(group);
    const known = blocks.get(key);
    blocks.set(key, known ? { ...known, lines: [...known.lines, ...lines] } : { ...group, lines });
  }
  return [...blocks.values()];
}

function blockText(block: Block, paint: Paint): string {
  const lines = [
    `  ${paint(block.effect, EFFECT_TEXTS[block.effect])}: ${subject(block)}`,
    ...block.lines.map((line) => `    ${line}`),
  ];
  if (block.objects.length > 1) lines.push(`    at ${where(block)}`);
  return `${lines.join('\n')}\n`;
}

function subject({ kind, objects, parts, what }: ChangeGroup): string {
  if (objects.length === 1) return `${objects[0]!} (${parts[0]!})`;
  const number = `${objects.length} ${plurals(kind)}`;
  return isWhole(what) ? number : `${number}, the same at each`;
}

/** The effect says it already. */
function isWhole(what: string): boolean {
  return what === 'created' || what === 'removed';
}

function plurals(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

const SHOWN = 8;

function where({ objects, parts }: ChangeGroup): string {
  const names = parts.length > 1 ? parts : objects;
  return names.length > SHOWN
    ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`
    : names.join(', ');
}

function changeLines(group: ChangeGroup): string[] {
  const { what, before, after } = group;
  if (before === undefined && after === undefined) return isWhole(what) ? [] : [what];
  if (before === '(hash)' && after === before) return [`${what}: another hash`];
  if (isText(before) && isText(after)) return [`${what}:`, ...textChanges(before, after).map((line) => `  ${line}`)];
  if (before === undefined) return [`${what}: + ${shown(after)}`];
  if (after === undefined) return [`${what}: - ${shown(before)}`];
  return [`${what}: ${shown(before)} -> ${shown(after)}`];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

const LONGEST = 160;

function shown(value: unknown): string {
  const text = typeof value === 'string' && value !== '' && !value.includes('\n') ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** For a pull request: a table of causes for each environment, with the objects folded away. */
export function diffMarkdown(diffs: readonly EnvironmentDiff[]): string {
  return `${diffs.map(environmentMarkdown).join('\n')}\n`;
}

function environmentMarkdown(diff: EnvironmentDiff): string {
  if (diff.objects.length === 0) return `### ${diff.environment}\n\nNo difference.\n`;
  const rows = causesOf(groupsOf(diff), diff).flatMap(({ title, groups }) => [
    ...(title === undefined ? [] : [`| | **${cell([title])}** | |`]),
    ...blocksOf(groups).map(
      (group) => `| ${EFFECT_TEXTS[group.effect]} | ${cell([subject(group)])} | ${cell(group.lines)} |`,
    ),
  ]);
  const objects = diff.objects.map(
    ({ identity, part, effect }) => `- \`${identity}\` in \`${part}\`: ${EFFECT_TEXTS[effect]}`,
  );
  return [
    `### ${diff.environment}: ${EFFECT_TEXTS[diff.worst]}`,
    '',
    '| Effect | Objects | Change |',
    '| --- | --- | --- |',
    ...rows,
    '',
    `<details><summary>${plural(diff.objects.length, 'object')}</summary>`,
    '',
    ...objects,
    '',
    '</details>',
    '',
  ].join('\n');
}

/** Text of manifests must not become markup. */
function cell(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const escaped = line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
      return `<code>${escaped.replace(/[|`*_[\]\\@#]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
    })
    .join('<br>');
}
