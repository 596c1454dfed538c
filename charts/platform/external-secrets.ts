import type { ClusterSecretStore } from '../../imports/external-secrets';
import { addOn, chart } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import type { Permission } from '../../src/model/permissions';
import { CLUSTER_ISSUER, clusterIssuer } from './cert-manager';
import { kubernetes } from './kubernetes';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { SECRET_STORE } from './secrets';

/** Copies secrets from AWS Secrets Manager into the cluster. */
export const externalSecrets = addOn('external-secrets', {
  why: 'Brings secrets from AWS Secrets Manager to the pods that need them, so that git holds none',
  namespace: 'external-secrets',
  needs: [kubernetes, clusterIssuer, prometheusOperatorCrds],
  helm: (environment) => {
    const replicas = environment.highlyAvailable ? 2 : 1;
    const budget = {
      enabled: environment.highlyAvailable,
      ...(environment.highlyAvailable ? { minAvailable: 1 } : {}),
    };
    return [
      chart(CHARTS.externalSecrets, {
        installCRDs: true,
        leaderElect: true,
        replicaCount: replicas,
        concurrent: 5,
        podDisruptionBudget: budget,
        resources: resources('50m', '256Mi'),
        serviceMonitor: { enabled: true },
        // cert-manager makes the webhook's certificate; the controller of the chart's own would fight Argo CD
        certController: { create: false },
        webhook: {
          replicaCount: replicas,
          resources: resources('20m', '128Mi'),
          podDisruptionBudget: budget,
          certManager: {
            enabled: true,
            addInjectorAnnotations: true,
            cert: { create: true, issuerRef: CLUSTER_ISSUER },
          },
        },
      }),
    ];
  },
  cloud: ({ environment }) => ({
    roles: [{ namespace: 'external-secrets', serviceAccount: 'external-secrets', permissions: [reads(environment)] }],
  }),
});

/** All secrets of the environment, which is what its names begin with. */
function reads(environment: Environment): Permission {
  return {
    sid: 'ReadSecrets',
    actions: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecretVersionIds',
    ],
    resources: [{ kind: 'secrets', prefix: `${environment.name}/` }],
  };
}

/** The store that every ExternalSecret names. */
export const secretStore = addOn('secret-store', {
  why: 'Says from where External Secrets reads: the account and region of the environment',
  namespace: 'external-secrets',
  needs: [externalSecrets],
  offers: { store: SECRET_STORE },
  manifests: ({ environment }) => ({ store: [store(environment)] }),
});

/** Without `auth`: the controller's own role by Pod Identity, which excludes any reference to a service account. */
function store(environment: Environment): ClusterSecretStore {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name: SECRET_STORE.name },
    spec: { provider: { aws: { region: environment.region, service: 'SecretsManager' } } },
  };
}
