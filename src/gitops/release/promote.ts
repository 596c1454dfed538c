import type { Fault } from '../../model/faults';
import { UserError } from '../../model/faults';
import type { Release, Releases } from '../../model/release';
import { branchOf } from '../repository/layout';
import type { Layout } from '../repository/layout';
import { readOwnership } from '../repository/ownership';
import { readTexts, readTree } from '../repository/published';
import type { Store } from '../repository/store';

/** Which of these releases the published manifests of an environment really name, by microservice. */
export function publishedReleases(store: Store, layout: Layout, environment: string, releases: Releases): Set<string> {
  const heads = store.heads();
  const { base } = branchOf(environment, layout);
  const head = heads.get(base);
  if (head === undefined) return new Set();
  store.fetch(base, head);
  const tree = readTree(store.git, head);
  const files = [...readOwnership(store.git, tree, environment).keys()].filter((file) => tree.has(file));
  const names = Object.keys(releases);
  const owner = new Map(files.map((file) => [file, names.find((name) => file.includes(`services/${name}/`))]));
  const wanted = files.filter((file) => owner.get(file) !== undefined);
  const texts = readTexts(
    store.git,
    wanted.map((file) => tree.get(file)!.id),
  );
  const isNamed = (file: string): boolean => {
    const { tag, digest } = releases[owner.get(file)!]!;
    return texts.get(tree.get(file)!.id)!.includes(`:${tag}@${digest}`);
  };
  return new Set(wanted.filter(isNamed).map((file) => owner.get(file)!));
}

/** The releases to promote. @throws UserError with every microservice that is not ready for it */
export function promotable(
  names: readonly string[],
  from: { readonly environment: string; readonly releases: Releases; readonly published: ReadonlySet<string> },
): Record<string, Release> {
  const faults = names.flatMap((name): Fault[] => {
    if (from.releases[name] === undefined) return [{ where: name, what: `has no release in ${from.environment}` }];
    if (from.published.has(name)) return [];
    const { tag } = from.releases[name];
    return [
      { where: name, what: `${tag} is not published in ${from.environment}: publish it there first, and see it run` },
    ];
  });
  if (faults.length > 0) throw new UserError(`These cannot be promoted from ${from.environment}:`, faults);
  return Object.fromEntries(names.map((name) => [name, from.releases[name]!]));
}
