import type { ClusterIssuer, Issuer, Certificate } from '../../imports/cert-manager';
import { addOn, chart } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';

const NAMESPACE = 'cert-manager';

/** Issuer of certificates that only the API server and our own pods must trust. */
export const CLUSTER_ISSUER = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'platform' } as const;

/** TLS certificates inside the cluster: https://cert-manager.io */
export const certManager = addOn('cert-manager', {
  why: 'Issues and renews every certificate inside the cluster: the mesh, webhooks, stores',
  namespace: NAMESPACE,
  needs: [kubernetes, prometheusOperatorCrds],
  namespaces: { [NAMESPACE]: { labels: { 'config.linkerd.io/admission-webhooks': 'disabled' } } },
  helm: (environment) => {
    const part = (replicas: number, memory: string) => ({
      replicaCount: environment.highlyAvailable ? replicas : 1,
      podDisruptionBudget: {
        enabled: environment.highlyAvailable,
        ...(environment.highlyAvailable ? { maxUnavailable: 1 } : {}),
      },
      resources: resources('20m', memory),
    });
    return [
      chart(CHARTS.certManager, {
        ...part(2, '256Mi'),
        crds: { enabled: true, keep: true },
        // the leases belong where the controller is, not into kube-system
        global: { priorityClassName: 'system-cluster-critical', leaderElection: { namespace: NAMESPACE } },
        webhook: part(3, '128Mi'),
        // keeps every CustomResourceDefinition and Secret of the cluster in memory
        cainjector: part(2, environment.highlyAvailable ? '512Mi' : '256Mi'),
        startupapicheck: { enabled: false }, // an install hook; Argo CD already reports health
        prometheus: { enabled: true, servicemonitor: { enabled: true } },
      }),
    ];
  },
  offers: { namespace: NAMESPACE },
});

/** An authority of the cluster's own: nothing outside trusts it, nothing outside needs to. */
export const clusterIssuer = addOn('cluster-issuer', {
  why: 'The cluster’s own certificate authority, for webhooks that the API server calls',
  namespace: NAMESPACE,
  needs: [certManager],
  offers: { issuer: CLUSTER_ISSUER },
  manifests: () => ({ issuer: [selfSigned('platform-root'), authority, issuer] }),
});

/** Issues roots, which sign themselves. */
export function selfSigned(name: string): Issuer {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name, namespace: NAMESPACE },
    spec: { selfSigned: {} },
  };
}

const authority: Certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'platform-root', namespace: NAMESPACE },
  spec: {
    commonName: 'platform-root',
    duration: '43800h0m0s',
    isCA: true,
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'platform-root' },
    // with a new key, everything issued before its renewal would be trusted by nobody until it is renewed itself
    privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Never', size: 256 },
    renewBefore: '8760h0m0s',
    secretName: 'platform-root',
  },
};

const issuer: ClusterIssuer = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  metadata: { name: CLUSTER_ISSUER.name },
  spec: { ca: { secretName: authority.spec.secretName } },
};

/** Distributes authorities, as ConfigMaps, to the namespaces that must trust them. */
export const trustManager = addOn('trust-manager', {
  why: 'Carries certificate authorities (never keys) to the namespaces that must trust them',
  namespace: NAMESPACE,
  needs: [certManager],
  helm: (environment) => [
    chart(CHARTS.trustManager, {
      crds: { enabled: true },
      replicaCount: environment.highlyAvailable ? 2 : 1,
      podDisruptionBudget: { enabled: environment.highlyAvailable },
      resources: resources('20m', '128Mi'),
      defaultPackage: { enabled: false }, // no bundle of ours contains public authorities
      app: {
        // the only namespace whose Secrets it may read
        trust: { namespace: NAMESPACE },
        metrics: { service: { servicemonitor: { enabled: true } } },
      },
    }),
  ],
});
