import type { GRPCRoute, HTTPRoute } from '../../../imports/gateway';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { serviceFault } from './service-ports';
import { namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';
import { expected, within } from './valid';

/** A route hangs on something that exists, and leads to something that exists. */
export const routeReference: Check = {
  id: 'route-reference',
  severity: 'error',
  what: 'Parents and backends of an HTTPRoute or GRPCRoute exist, with the ports it names.',
  why: 'Linkerd answers 500 for a backend that does not exist, and ignores a route without a parent: its timeouts and retries are never used.',
  remediation: 'Name the Service and one of its port numbers, with its namespace if it is another one.',
  peers: ['istioctl analyze IST0101'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#httproute',
  run: (tree, report) => {
    for (const at of routesOf(tree)) {
      const { spec } = claimed<HTTPRoute | GRPCRoute>(at);
      const references = [
        ...(spec?.parentRefs ?? []).map((each, index) => [`spec.parentRefs[${index}]`, each, 'Gateway'] as const),
        ...(spec?.rules ?? []).flatMap((rule, index) =>
          (rule.backendRefs ?? []).map(
            (each, inner) => [`spec.rules[${index}].backendRefs[${inner}]`, each, 'Service'] as const,
          ),
        ),
      ];
      for (const [path, { kind, name = '', namespace, port }, usual] of references) {
        const target = namespace ?? namespaceOf(at);
        if ((kind ?? usual) === 'Service') {
          const fault = serviceFault(tree, target, name, port);
          if (fault) report(at, `${path}.${fault.field}`, fault.message);
        } else if (!tree.find(kind ?? usual, target, name)) {
          const names = expected(tree.namesOf(kind ?? usual, target));
          report(at, `${path}.name`, `names ${kind ?? usual} ${name}, which ${within(target)} does not have: ${names}`);
        }
      }
    }
  },
};

/** Routes of the Gateway API. */
export const routesOf = (tree: Tree): readonly Located[] =>
  ['HTTPRoute', 'GRPCRoute'].flatMap((kind) => tree.ofKind(kind, 'gateway.networking.k8s.io'));
