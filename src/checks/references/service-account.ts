import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { podTemplates } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** Pods run as somebody. */
export const serviceAccount: Check = {
  id: 'service-account',
  severity: 'error',
  what: 'The ServiceAccount of every pod exists in its namespace.',
  why: 'The API server refuses to create pods of a ServiceAccount that does not exist: the workload stays at 0 of n.',
  remediation: 'Create the ServiceAccount, or name one of the namespace.',
  peers: ['kube-linter non-existent-service-account', 'popeye POP-301'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  run: (tree, report) => {
    const uses = [
      ...podTemplates(tree).map(
        ({ at, path, spec }) => [at, `${path}.spec.serviceAccountName`, spec.serviceAccountName] as const,
      ),
      ...tree
        .ofKind('OpenTelemetryCollector')
        .map((at) => [at, 'spec.serviceAccount', claimed<OpenTelemetryCollector>(at).spec?.serviceAccount] as const),
    ];
    for (const [at, path, name] of uses)
      if (name !== undefined && name !== 'default' && !tree.find('ServiceAccount', namespaceOf(at), name))
        report(
          at,
          path,
          `names ServiceAccount ${name}, which does not exist: ${expected(tree.namesOf('ServiceAccount', namespaceOf(at)))}`,
        );
  },
};
