import type { TargetGroupBinding } from '../../../imports/load-balancer';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { serviceFault } from './service-ports';
import { namespaceOf } from '../tree/tree';

/** What we read of networking.k8s.io/v1 Ingress. */
export interface Ingress {
  readonly spec?: {
    readonly defaultBackend?: Backend;
    readonly rules?: readonly { readonly http?: { readonly paths?: readonly { readonly backend?: Backend }[] } }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}

interface Backend {
  readonly service?: { readonly name?: string; readonly port?: { readonly number?: number; readonly name?: string } };
}

/** What comes from outside arrives at a Service that exists. */
export const ingressBackend: Check = {
  id: 'ingress-backend',
  severity: 'error',
  what: 'The Service and port behind every Ingress and TargetGroupBinding exist.',
  why: 'The load balancer has no targets and answers 503 to everybody outside.',
  remediation: 'Name a Service of the namespace and one of its ports.',
  peers: ['kube-linter dangling-ingress', 'popeye POP-1401'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource',
  run: (tree, report) => {
    for (const at of tree.ofKind('Ingress')) {
      const { rules = [], defaultBackend } = claimed<Ingress>(at).spec ?? {};
      const backends = [
        ...(defaultBackend ? [['spec.defaultBackend', defaultBackend] as const] : []),
        ...rules.flatMap(({ http }, index) =>
          (http?.paths ?? []).map(
            ({ backend }, inner) => [`spec.rules[${index}].http.paths[${inner}].backend`, backend] as const,
          ),
        ),
      ];
      for (const [path, backend] of backends) {
        const { name, port } = backend?.service ?? {};
        if (name === undefined) continue;
        const fault = serviceFault(tree, namespaceOf(at), name, port?.number ?? port?.name);
        if (fault) report(at, `${path}.service.${fault.field}`, fault.message);
      }
    }
    for (const at of tree.ofKind('TargetGroupBinding')) {
      const { name = '', port } = claimed<TargetGroupBinding>(at).spec?.serviceRef ?? {};
      const fault = serviceFault(tree, namespaceOf(at), name, port);
      if (fault) report(at, `spec.serviceRef.${fault.field}`, fault.message);
    }
  },
};
