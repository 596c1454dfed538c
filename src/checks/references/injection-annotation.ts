import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { inside } from '../reading/lines';
import { podTemplates } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Tree } from '../tree/tree';
import { expected, within } from './valid';

const SIDECAR = 'sidecar.opentelemetry.io/inject';
const INSTRUMENTATION = /^instrumentation\.opentelemetry\.io\/inject-/;
/** Annotations that injectors read on pods and namespaces only. */
const INJECTED = /^(linkerd\.io\/inject|sidecar\.opentelemetry\.io\/inject|instrumentation\.opentelemetry\.io\/)/;
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

/** What asks for a sidecar gets one. */
export const injectionAnnotation: Check = {
  id: 'injection-annotation',
  severity: 'error',
  what: 'Annotations that ask for a sidecar or agent are on the pod template, and the custom resource they name exists.',
  why: 'On the workload itself they are ignored, and for a missing resource the operator only logs: the pod runs without mesh or telemetry.',
  remediation:
    'Move the annotation to spec.template.metadata.annotations, and name a sidecar collector or Instrumentation.',
  peers: ['linkerd check --proxy'],
  source: 'https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/',
  run: (tree, report) => {
    for (const kind of WORKLOADS)
      for (const at of tree.ofKind(kind))
        for (const key of Object.keys(at.manifest.metadata.annotations ?? {}))
          if (INJECTED.test(key))
            report(at, inside('metadata.annotations', key), 'is read on pods only: expected it on the pod template');
    for (const { at, path, annotations } of podTemplates(tree))
      for (const [key, value] of Object.entries(annotations)) {
        const kind =
          key === SIDECAR ? 'OpenTelemetryCollector' : INSTRUMENTATION.test(key) ? 'Instrumentation' : undefined;
        const fault = kind && missing(tree, kind, namespaceOf(at), value);
        if (fault) report(at, inside(`${path}.metadata.annotations`, key), fault);
      }
  },
};

/** `"true"` takes the only one of the namespace; a name one of the namespace; `namespace/name` one of another. */
function missing(tree: Tree, kind: string, own: string, value: string): string | undefined {
  if (value === 'false') return undefined;
  const [name, namespace = own] = value.split('/').reverse();
  const usable = tree
    .inNamespace(kind, namespace)
    .filter((at) => kind === 'Instrumentation' || claimed<OpenTelemetryCollector>(at).spec?.mode === 'sidecar')
    .map(({ manifest }) => manifest.metadata.name);
  if (value === 'true')
    return usable.length === 1
      ? undefined
      : `asks for the ${kind} of namespace ${own}, which has ${usable.length}: expected exactly one, or a name`;
  return usable.includes(name ?? '')
    ? undefined
    : `names ${kind} ${name ?? ''}, which ${within(namespace)} does not have: ${expected(usable)}`;
}
