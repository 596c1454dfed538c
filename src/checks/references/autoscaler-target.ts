import type { HorizontalPodAutoscaler } from '../../../imports/kubernetes';
import type { ScaledObject } from '../../../imports/keda';
import { autoscalersOf } from './autoscalers';
import type { Check, Report } from '../check';
import { claimed } from '../tree/claimed';
import { called, containersOf, templateAt } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Located } from '../tree/tree';
import { expected } from './valid';

/** An autoscaler has something to scale, and what it measures exists. */
export const autoscalerTarget: Check = {
  id: 'autoscaler-target',
  severity: 'error',
  what: 'The target of a HorizontalPodAutoscaler or ScaledObject exists, with the container and the request its metrics need.',
  why: 'Utilization is a share of the request: without target, container or request nothing is ever scaled, and Argo CD waits for a Degraded object.',
  remediation:
    'Name the workload and container as they are called, and give every container that counts a request of the resource.',
  peers: [
    'kube-linter dangling-horizontalpodautoscaler, hpa-minimum-three-replicas',
    'kube-score horizontalpodautoscaler-has-target',
  ],
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  run: (tree, report) => {
    for (const { at, kind, name, target } of autoscalersOf(tree)) {
      const pod = target && templateAt(tree, target);
      if (!target)
        report(
          at,
          'spec.scaleTargetRef.name',
          `scales ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, namespaceOf(at)))}`,
        );
      else if (pod) for (const metric of metricsOf(at)) judge(at, metric, pod, report);
    }
  },
};

interface Metric {
  readonly path: string;
  readonly resource: string;
  readonly container: string | undefined;
  readonly share: boolean;
}

function metricsOf(at: Located): readonly Metric[] {
  if (at.manifest.kind === 'ScaledObject')
    return (claimed<ScaledObject>(at).spec?.triggers ?? []).flatMap(({ type, metricType, metadata }, index) =>
      type === 'cpu' || type === 'memory'
        ? [
            {
              path: `spec.triggers[${index}].metadata.containerName`,
              resource: type,
              container: metadata?.containerName,
              share: metricType !== 'AverageValue',
            },
          ]
        : [],
    );
  return (claimed<HorizontalPodAutoscaler>(at).spec?.metrics ?? []).flatMap(
    ({ resource, containerResource }, index) => {
      const metric = containerResource ?? resource;
      if (metric === undefined) return [];
      const field = containerResource ? 'containerResource.container' : 'resource.name';
      return [
        {
          path: `spec.metrics[${index}].${field}`,
          resource: metric.name ?? '',
          container: containerResource?.container,
          share: metric.target?.type === 'Utilization',
        },
      ];
    },
  );
}

function judge(at: Located, metric: Metric, pod: PodTemplate, report: Report): void {
  const { path, resource, container, share } = metric;
  const all = containersOf(pod)
    .filter((each) => !each.init || each.container.restartPolicy === 'Always')
    .map((each) => each.container);
  const counted = container === undefined ? all : all.filter(({ name }) => name === container);
  if (counted.length === 0) {
    const names = expected(all.map(({ name }) => name));
    report(at, path, `measures container ${container ?? ''}, which ${called(pod.at)} does not have: ${names}`);
  }
  const without = counted.find(
    ({ resources }) => resources?.requests?.[resource] === undefined && resources?.limits?.[resource] === undefined,
  );
  if (share && without)
    report(
      at,
      path,
      `measures ${resource} as a share of the request, but container ${without.name} of ${called(pod.at)} requests none`,
    );
}
