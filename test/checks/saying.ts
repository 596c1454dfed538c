import type { Check } from '../../src/checks/check';
import { judge } from '../../src/checks/judge';
import { Tree } from '../../src/checks/tree/tree';
import type { Target } from '../../src/checks/tree/tree';
import type { Manifest } from '../../src/model/manifest';

/** What a check says of manifests: the path and the message. */
export function saidOf(
  check: Check,
  manifests: readonly object[],
  target: Target = { kubernetes: '1.36' },
): readonly string[] {
  const located = manifests.map((manifest, index) => ({
    manifest: manifest as Manifest,
    file: (manifest as { file?: string }).file ?? 'shop/all.yaml',
    line: 1 + 10 * index,
    text: () => JSON.stringify(manifest),
  }));
  return judge(new Tree(located, target), [check]).map(({ path, message }) => `${path}: ${message}`);
}

/** A change of one place: `spec.template.spec.containers.0.image`; undefined removes it. */
export function changed(manifest: object, place: string, value: unknown): object {
  const copy = structuredClone(manifest);
  const keys = place.split('.').map((key) => key.replaceAll('~', '.'));
  const last = keys.pop()!;
  const parent = keys.reduce(
    (each, key) => (each[key] ??= {}) as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

const confined = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsGroup: 20000,
  runAsNonRoot: true,
  runAsUser: 20000,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A workload that nothing is said of. */
export const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', namespace: 'shop', labels: { app: 'orders' } },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'orders' } },
    template: {
      metadata: { labels: { app: 'orders' } },
      spec: {
        automountServiceAccountToken: false,
        serviceAccountName: 'orders',
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
        containers: [
          {
            name: 'orders',
            image: `ghcr.io/shop/orders:1.0.0@sha256:${'0'.repeat(64)}`,
            ports: [{ name: 'http', containerPort: 8080 }],
            livenessProbe: { httpGet: { path: '/live', port: 'http' } },
            readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
            resources: {
              requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
              limits: { memory: '128Mi', 'ephemeral-storage': '64Mi' },
            },
            securityContext: confined,
          },
        ],
      },
    },
  },
};

export const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'orders' } } },
};

export const networkPolicy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};

export const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};
