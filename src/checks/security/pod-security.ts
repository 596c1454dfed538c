import type { Check } from '../check';
import { namespaceOf } from '../tree/tree';
import type { Tree } from '../tree/tree';
import { minorOf } from '../versions/removed-api';
import { denialsOf } from './admission';
import type { Level } from './admission';
import { injectedInto } from './injected';
import { inPod, writtenPods } from './workloads';

/** Every pod keeps the Pod Security Standard that its namespace enforces, with what is injected into it. */
export const podSecurity: Check = {
  id: 'pod-security',
  severity: 'error',
  what: 'A pod keeps the Pod Security Standard that its namespace enforces, injected containers included.',
  why: 'Admission refuses the pods: the workload is applied without an error, and nothing ever runs.',
  remediation: 'Set the field as the standard wants it, or enforce a weaker standard in a namespace of its own.',
  peers: [
    'Kyverno pod-security',
    'kubesec',
    'kube-score container-seccomp-profile',
    'Trivy KSV104',
    'Checkov CKV_K8S_16',
    'Checkov CKV_K8S_17',
    'Checkov CKV_K8S_18',
    'Checkov CKV_K8S_19',
    'Checkov CKV_K8S_31',
    'Polaris hostIPCSet',
  ],
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  run: (tree, report) => {
    for (const pod of writtenPods(tree)) {
      const { level, minor } = enforcedIn(tree, namespaceOf(pod.at));
      if (level === 'privileged') continue;
      const { init, main } = injectedInto(tree, pod);
      const spec = {
        ...pod.spec,
        containers: [...pod.spec.containers, ...main],
        initContainers: [...(pod.spec.initContainers ?? []), ...init],
      };
      for (const { path, message } of denialsOf({ annotations: pod.annotations, spec }, level, minor))
        report(pod.at, inPod(pod, path), `${message}, which ${level} forbids`);
    }
  },
};

/** The level of a namespace and the release whose rules hold; a cluster enforces nothing by itself. */
function enforcedIn(tree: Tree, namespace: string): { readonly level: Level; readonly minor: number } {
  const labels = tree.find('Namespace', '', namespace)?.manifest.metadata.labels ?? {};
  const level = labels['pod-security.kubernetes.io/enforce'];
  const version = labels['pod-security.kubernetes.io/enforce-version'];
  const own = minorOf(tree.target.kubernetes);
  return {
    level: level === 'baseline' || level === 'restricted' ? level : 'privileged',
    minor: version === undefined || version === 'latest' ? own : Math.min(minorOf(version), own),
  };
}
