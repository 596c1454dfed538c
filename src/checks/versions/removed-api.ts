import type { Check } from '../check';
import { instead, lifeCycleOf } from './life-cycle';

/** The cluster still serves the API version. */
export const removedApi: Check = {
  id: 'removed-api',
  severity: 'error',
  what: 'No manifest has an API version that the target Kubernetes serves no more.',
  why: 'The API server does not know the kind: the sync fails, and what runs can be changed no more.',
  remediation: 'Write the API version that took its place, with its fields.',
  peers: [
    'Pluto',
    'kubent',
    'kube-score stable-version',
    'kube-linter no-extensions-v1beta',
    'Kyverno check-deprecated-apis',
  ],
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  run: (tree, report) => {
    const minor = minorOf(tree.target.kubernetes);
    for (const at of tree.located) {
      const { apiVersion, kind } = at.manifest;
      const life = lifeCycleOf(apiVersion, kind);
      if (life && life.removed <= minor)
        report(at, 'apiVersion', `${apiVersion} ${kind} is gone since Kubernetes 1.${life.removed}; ${instead(life)}`);
    }
  },
};

/** 35 of `1.35`. */
export const minorOf = (kubernetes: string): number => Number(kubernetes.slice(kubernetes.indexOf('.') + 1));
