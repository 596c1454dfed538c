import type { AddOn } from './add-on';
import type { Environment } from './environment';
import type { Fleet } from './fleet';
import { planWaves } from './waves';

/** `docs/platform.md`: every add-on with its version, its wave and what it offers. */
export function platformDocument(fleet: Fleet, environment: Environment): string {
  const rows = planWaves(fleet.addOns).map(({ addOn, wave }) => {
    const versions = [
      ...addOn.helm(environment).map((release) => `${release.chart} ${release.version}`),
      ...Object.values(addOn.git).map((release) => `${release.upstream} ${release.revision.replace('refs/tags/', '')}`),
    ];
    const needs = addOn.needs.map((need) => need.name).sort();
    return [
      String(wave),
      `**${addOn.name}**${placesOf(addOn)}`,
      addOn.namespace,
      versions.length === 0 ? 'our own' : versions.join(', '),
      addOn.why,
      Object.keys(addOn.offers as object).join(', '),
      needs.join(', '),
    ];
  });
  const pins = fleet.addOns
    .flatMap((addOn) => addOn.helm(environment).flatMap((release) => (release.pin ? [release.pin] : [])))
    .sort((a, b) => (a.chart < b.chart ? -1 : 1))
    .map((pin) => [pin.chart, pin.version, pin.upstream, pin.release, pin.repository, pin.bindings ?? '']);
  return [
    '# Platform',
    '',
    'Generated from `charts/platform/`, do not edit: `npm test` says when it is out of date, and `WRITE_DOCS=1 npx jest test/charts/platform` writes it.',
    '',
    'An add-on is applied after all that it needs; waves follow from that, and microservices come at wave 0.',
    '',
    ...table(['Wave', 'Add-on', 'Namespace', 'Version', 'Why', 'Offers', 'Needs'], rows),
    '',
    '## Pins',
    '',
    'Bindings are the release from which `imports/` was generated.',
    '',
    ...table(['Chart', 'Version', 'Upstream', 'Release', 'Repository', 'Bindings'], pins),
    '',
  ].join('\n');
}

/** Where it exists, if not everywhere. */
function placesOf({ only }: AddOn): string {
  if (only === undefined) return '';
  return only.length === 0 ? ' (switched off)' : ` (${only.join(', ')} only)`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
