import type { HTTPLocalRateLimitPolicy, Server } from '../../../imports/linkerd-policy';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected, within } from './valid';

/** What Linkerd's policy controller hands on without a limit (policy-controller/grpc, `to_server`). */
const UNLIMITED = ['gRPC', 'opaque', 'TLS'];

/** A rate limit is on a Server, the only one there. */
export const rateLimitTarget: Check = {
  id: 'rate-limit-target',
  severity: 'error',
  what: 'The Server of an HTTPLocalRateLimitPolicy exists, speaks a protocol that can be limited and has no second one; the ServiceAccounts it makes exceptions for exist.',
  why: 'A limit on nothing limits nothing, nor does one on a Server of `gRPC`, `opaque` or `TLS`, and of two limits on a Server Linkerd takes the older.',
  remediation: 'Name a Server of the namespace, one policy for each; for gRPC give it the proxyProtocol `HTTP/2`.',
  peers: [],
  source: 'https://linkerd.io/2/reference/rate-limiting/',
  run: (tree, report) => {
    const limited = new Map<string, string>();
    for (const at of tree.ofKind('HTTPLocalRateLimitPolicy', 'policy.linkerd.io')) {
      const { targetRef, overrides = [] } = claimed<HTTPLocalRateLimitPolicy>(at).spec ?? {};
      const name = targetRef?.name ?? '';
      const key = `${namespaceOf(at)}/${name}`;
      const other = limited.get(key);
      const server = tree.find('Server', namespaceOf(at), name);
      const protocol = server && claimed<Server>(server).spec?.proxyProtocol;
      if (protocol !== undefined && UNLIMITED.includes(protocol))
        report(at, 'spec.targetRef.name', `is Server ${name}, whose proxyProtocol ${protocol} Linkerd does not limit`);
      if (!server)
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
