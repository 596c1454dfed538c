import type { Check } from './check';

/** What reads as no manifest: reported while reading, since no check ever sees it. */
export const unreadable: Check = {
  id: 'unreadable',
  severity: 'error',
  what: 'Every YAML and JSON file under the path holds manifests and nothing else.',
  why: 'Argo CD fails on what it cannot parse, and ignores in silence a file that does not look like a manifest.',
  remediation: 'Write a Kubernetes manifest, or move the file out of the folder: Argo CD would ignore or refuse it.',
  peers: ['kubeconform (error)', 'yamllint syntax', 'kube-score (parse)'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/directory/',
  run: () => undefined,
};
