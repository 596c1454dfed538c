import type { ClusterRoleBinding, NetworkPolicy, ServiceAccount } from '../../imports/kubernetes';
import type { Stack } from '../../imports/pulumi';
import { addOn, chart } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import { delivery } from '../delivery';
import type { EnvironmentName } from '../environments';
import { secretStore } from './external-secrets';
import { blocks, from, internet, networkPolicy, podsIn, to, toApiServer, toDns, toPodIdentity } from './network';
import { CHARTS, image } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { platformSecret } from './secrets';

const OPERATOR_NAMESPACE = 'pulumi-operator';
const NAMESPACE = 'cloud';
const ACCOUNT = 'cloud-stack';
const TOKEN = { secret: 'platform-repository', key: 'token' } as const;

/**
 * Who brings the cloud of an environment to what git says: nobody here (`pulumi up` by a person or a workflow), or the
 * operator, which either only looks and reports, or updates as well.
 */
type Mode = 'off' | 'preview' | 'update';

/** The operator and the stack of each environment that is not off. */
export function cloudByOperator(modes: Readonly<Record<EnvironmentName, Mode>>) {
  const modeOf = ({ name }: Environment): Mode => (modes as Readonly<Record<string, Mode>>)[name] ?? 'off';
  const only = Object.entries(modes).flatMap(([name, mode]) => (mode === 'off' ? [] : [name]));
  const pulumiOperator = addOn('pulumi-operator', {
    why: 'Runs the cloud program where an environment asks for it, so that drift of the cloud shows in Argo CD',
    namespace: OPERATOR_NAMESPACE,
    only,
    needs: [prometheusOperatorCrds],
    helm: () => [
      chart(CHARTS.pulumiOperator, {
        controller: { logLevel: 'info', logFormat: 'json' },
        rbac: { create: true, createClusterRole: true, createRole: false, createClusterAggregationRoles: true },
        resources: resources('50m', '256Mi'),
        serviceMonitor: { enabled: true },
      }),
    ],
  });
  const cloudStack = addOn('cloud-stack', {
    why: 'The cloud under this environment, compared with git every hour',
    namespace: NAMESPACE,
    only,
    needs: [pulumiOperator, secretStore],
    namespaces: { [NAMESPACE]: { denyByDefault: true } },
    cloud: ({ environment }) => ({
      roles: [
        {
          namespace: NAMESPACE,
          serviceAccount: ACCOUNT,
          permissions: [],
          controller: modeOf(environment) === 'update' ? 'cloud-program' : 'cloud-preview',
        },
      ],
    }),
    manifests: ({ environment }) => ({
      access: [
        account,
        authDelegator,
        platformSecret(environment, {
          name: TOKEN.secret,
          namespace: NAMESPACE,
          path: 'pulumi',
          keys: { [TOKEN.key]: 'repository-token' },
        }),
      ],
      network: [network(environment)],
      stack: [stack(environment, modeOf(environment))],
    }),
  });
  return { pulumiOperator, cloudStack };
}

/** Off: the cloud is brought up before there is a cluster to run an operator in. */
export const { pulumiOperator, cloudStack } = cloudByOperator({ dev: 'off', staging: 'off', production: 'off' });

const account: ServiceAccount = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: ACCOUNT, namespace: NAMESPACE },
};

/** The operator asks the API server whether it may talk to the workspace. */
const authDelegator: ClusterRoleBinding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: ACCOUNT },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
  subjects: [{ kind: 'ServiceAccount', name: ACCOUNT, namespace: NAMESPACE }],
};

/** The program in `infra/`: https://github.com/pulumi/pulumi-kubernetes-operator */
function stack(environment: Environment, mode: Mode): Stack {
  return {
    apiVersion: 'pulumi.com/v1',
    kind: 'Stack',
    // what it made must never go with the object that described it
    metadata: {
      name: environment.cluster,
      namespace: NAMESPACE,
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' },
    },
    spec: {
      stack: environment.name,
      projectRepo: `https://github.com/${delivery.organization}/${delivery.platformRepository}.git`,
      branch: 'refs/heads/main',
      repoDir: 'infra',
      shallow: true,
      gitAuth: { accessToken: { type: 'Secret', secret: { name: TOKEN.secret, key: TOKEN.key } } },
      backend: `s3://${environment.cluster}-pulumi-state?region=${environment.region}`,
      secretsProvider: `awskms://alias/${environment.cluster}-pulumi-state?region=${environment.region}`,
      ...(mode === 'preview' ? { preview: true } : {}),
      refresh: true,
      destroyOnFinalize: false,
      continueResyncOnCommitMatch: true,
      resyncFrequencySeconds: 3600,
      retryOnUpdateConflict: true,
      serviceAccountName: ACCOUNT,
      workspaceReclaimPolicy: 'Delete',
      workspaceTemplate: {
        spec: {
          image: image('pulumi'),
          resources: resources('500m', '2Gi', '4Gi'),
          securityProfile: 'restricted',
          serviceAccountName: ACCOUNT,
        },
      },
    },
  };
}

/** Its pods talk to AWS and to git, and the operator tells them what to do. */
function network(environment: Environment): NetworkPolicy {
  return networkPolicy(
    { name: ACCOUNT, namespace: NAMESPACE, pods: { 'auto.pulumi.com/component': 'workspace' } },
    {
      ingress: [from([podsIn(OPERATOR_NAMESPACE)], 50051)],
      egress: [
        toDns,
        to(internet(), 443),
        toApiServer(environment),
        // interface endpoints of AWS stand among the pods, databases and their users where data is
        to(blocks(environment.network.pods), 443),
        to(blocks(environment.network.data), 5432),
        toPodIdentity,
      ],
    },
  );
}
