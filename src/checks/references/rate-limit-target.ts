import type { HTTPLocalRateLimitPolicy } from '../../../imports/linkerd-policy';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected, within } from './valid';

/** A rate limit is on a Server, the only one there. */
export const rateLimitTarget: Check = {
  id: 'rate-limit-target',
  severity: 'error',
  what: 'The Server of an HTTPLocalRateLimitPolicy exists and has no second one; the ServiceAccounts it makes exceptions for exist.',
  why: 'A limit on nothing limits nothing, and of two limits on a Server Linkerd takes the older.',
  remediation: 'Name a Server of the namespace, one policy for each.',
  peers: [],
  source: 'https://linkerd.io/2/reference/rate-limiting/',
  run: (tree, report) => {
    const limited = new Map<string, string>();
    for (const at of tree.ofKind('HTTPLocalRateLimitPolicy', 'policy.linkerd.io')) {
      const { targetRef, overrides = [] } = claimed<HTTPLocalRateLimitPolicy>(at).spec ?? {};
      const name = targetRef?.name ?? '';
      const key = `${namespaceOf(at)}/${name}`;
      const other = limited.get(key);
      if (!tree.find('Server', namespaceOf(at), name))
        report(
          at,
          'spec.targetRef.name',
          `names Server ${name}, which does not exist: ${expected(tree.namesOf('Server', namespaceOf(at)))}`,
        );
      if (other !== undefined) report(at, 'spec.targetRef.name', `is Server ${name}, which ${other} limits already`);
      limited.set(key, at.manifest.metadata.name);
      overrides.forEach(({ clientRefs = [] }, index) => {
        clientRefs.forEach((client, inner) => {
          const of = client.namespace ?? namespaceOf(at);
          if (!tree.find('ServiceAccount', of, client.name ?? ''))
            report(
              at,
              `spec.overrides[${index}].clientRefs[${inner}].name`,
              `names ServiceAccount ${client.name ?? ''}, which ${within(of)} does not have: ${expected(tree.namesOf('ServiceAccount', of))}`,
            );
        });
      });
    }
  },
};
