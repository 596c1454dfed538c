import type { Check } from '../check';
import { instead, lifeCycleOf } from './life-cycle';
import { minorOf } from './removed-api';

/** The next releases still serve the API version. */
export const deprecatedApi: Check = {
  id: 'deprecated-api',
  severity: 'warning',
  what: 'No manifest has an API version that a later Kubernetes will not serve.',
  why: 'An upgrade of the cluster is held up, or breaks what nobody had looked at.',
  remediation: 'Write the API version that takes its place while both are served.',
  peers: ['Pluto', 'kubent', 'Polaris (deprecated)', 'Kyverno check-deprecated-apis'],
  source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
  run: (tree, report) => {
    const minor = minorOf(tree.target.kubernetes);
    for (const at of tree.located) {
      const { apiVersion, kind } = at.manifest;
      const life = lifeCycleOf(apiVersion, kind);
      if (life && life.deprecated <= minor && life.removed > minor)
        report(
          at,
          'apiVersion',
          `${apiVersion} ${kind} is deprecated and goes with Kubernetes 1.${life.removed}; ${instead(life)}`,
        );
    }
  },
};
