import { all } from '@pulumi/pulumi';
import type { Output } from '@pulumi/pulumi';
import { UserError } from '../src/model/faults';

/** A server's endpoint as AWS names it, and the label that the charts expect it to begin with. */
export interface Endpoint {
  readonly label: string;
  readonly host: Output<string>;
}

/** What the endpoints of all servers end in, once AWS has named them; undefined if there are none. */
export function endpointDomain(endpoints: readonly Endpoint[]): Output<string | undefined> {
  const hosts = all(endpoints.map(({ host }) => host));
  return hosts.apply((names) => commonDomain(names.map((name, index) => [endpoints[index]!.label, name])));
}

/**
 * What all names end in after their labels. The charts put labels before it, so a name that is otherwise fails the update:
 * better here than in every client.
 */
export function commonDomain(names: readonly (readonly [label: string, host: string])[]): string | undefined {
  const domains = new Set<string>();
  for (const [label, host] of names) {
    if (!host.startsWith(`${label}.`))
      throw new UserError(`The endpoint ${host} does not begin with ${label}, as the charts expect`);
    domains.add(host.slice(label.length + 1));
  }
  if (domains.size > 1)
    throw new UserError(`Endpoints end in ${[...domains].join(' and ')}, where the charts expect one domain for all`);
  return [...domains][0];
}
