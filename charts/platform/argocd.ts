import { addOn, chart } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import { platform } from '../teams';
import { secretStore } from './external-secrets';
import type { ArgoCdValues } from './helm-values';
import { awsLoadBalancerController } from './load-balancers';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { platformSecret } from './secrets';
import { platformHost, platformIngress, SIGN_ON } from './sign-on';

const NAMESPACE = 'argocd';
const SIGN_ON_SECRET = 'argocd-sign-on';
const SERVER = 'argo-cd-argocd-server';

/** Health of a child Application, which Argo CD dropped in 1.8; without it waves do not wait for one another. */
const APPLICATION_HEALTH = `hs = {status = "Progressing", message = ""}
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/** Health of a Pulumi Stack, from its conditions and its last update. */
const STACK_HEALTH = `hs = {status = "Progressing", message = "waiting for the first update"}
if obj.status == nil then return hs end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Stalled" and condition.status == "True" then
    return {status = "Degraded", message = condition.message or "stalled"}
  end
end
local update = obj.status.lastUpdate
if update ~= nil and update.state == "failed" then
  return {status = "Degraded", message = update.message or "the last update failed"}
end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Ready" and condition.status == "True" then
    return {status = "Healthy", message = "updated"}
  end
end
return hs
`;

/** Kinds whose only sign of health is one condition, which Argo CD does not know by itself. */
const conditionHealth = (type: string): string => `hs = {status = "Progressing", message = "waiting for ${type}"}
if obj.status == nil then return hs end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "${type}" then
    if condition.status == "True" then return {status = "Healthy", message = condition.message or ""} end
    return {status = "Degraded", message = condition.message or "${type} is false"}
  end
end
return hs
`;

/** Kibana tells its health in a word; Argo CD knows only Elasticsearch's. */
const KIBANA_HEALTH = `local words = {green = "Healthy", yellow = "Progressing", red = "Degraded"}
hs = {status = "Progressing", message = "no health reported"}
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = words[obj.status.health] or "Progressing"
  hs.message = "Kibana is " .. obj.status.health
end
return hs
`;

const health = (group: string, kind: string): string => `resource.customizations.health.${group}_${kind}`;

/** Brings git to the cluster, itself included. */
export const argocd = addOn('argocd', {
  why: 'Applies what git says, itself included, and undoes what git does not say',
  namespace: NAMESPACE,
  needs: [secretStore, prometheusOperatorCrds, awsLoadBalancerController],
  helm: (environment) => [chart(CHARTS.argoCd, values(environment), { release: 'argo-cd' })],
  offers: { namespace: NAMESPACE },
  manifests: ({ environment }) => ({
    access: [
      platformSecret(environment, {
        name: SIGN_ON_SECRET,
        namespace: NAMESPACE,
        path: 'sign-on/argocd',
        keys: { clientSecret: 'client-secret' },
        // without it, Argo CD does not follow \`$<secret>:<key>\` into the Secret
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
      }),
      platformSecret(environment, {
        name: 'argocd-notifications-secret',
        namespace: NAMESPACE,
        path: 'argocd-notifications',
        keys: { 'slack-token': 'slack-token' },
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
      }),
      platformIngress(environment, {
        page: 'argocd',
        namespace: NAMESPACE,
        service: { name: SERVER, port: 443 },
        protocol: 'HTTPS',
        healthPath: '/healthz',
      }),
    ],
  }),
});

/** Typed, so that a wrong key does not wait for the first person who cannot sign in. */
interface OidcConfig {
  readonly name: string;
  readonly issuer: string;
  readonly clientID: string;
  readonly clientSecret: string;
  readonly requestedScopes: readonly string[];
  readonly requestedIDTokenClaims: Readonly<Record<string, { readonly essential: boolean }>>;
}

const OIDC: OidcConfig = {
  name: 'Company account',
  issuer: SIGN_ON.issuer,
  clientID: 'argocd',
  clientSecret: `$${SIGN_ON_SECRET}:clientSecret`,
  requestedScopes: ['openid', 'profile', 'email', SIGN_ON.groupsClaim],
  requestedIDTokenClaims: { [SIGN_ON.groupsClaim]: { essential: true } },
};

function values(environment: Environment): ArgoCdValues {
  const url = `https://${platformHost(environment, 'argocd')}`;
  const part = (replicas: number, cpu: string, memory: string, disk?: string) => ({
    replicas: environment.highlyAvailable ? replicas : 1,
    resources: resources(cpu, environment.highlyAvailable ? memory : '512Mi', disk),
    metrics: { enabled: true, serviceMonitor: { enabled: true } },
    pdb: environment.highlyAvailable && replicas > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
  });
  const { pdb: _one, replicas: _single, ...single } = part(1, '50m', '256Mi');
  return {
    global: { domain: platformHost(environment, 'argocd'), logging: { format: 'json', level: 'info' } },
    crds: { install: true, keep: true },
    configs: {
      cm: {
        'admin.enabled': 'false',
        'application.resourceTrackingMethod': 'annotation',
        'oidc.config': JSON.stringify(OIDC),
        [health('argoproj.io', 'Application')]: APPLICATION_HEALTH,
        [health('elbv2.k8s.aws', 'TargetGroupBinding')]: 'return {status = "Healthy", message = ""}\n',
        [health('kibana.k8s.elastic.co', 'Kibana')]: KIBANA_HEALTH,
        [health('pulumi.com', 'Stack')]: STACK_HEALTH,
        [health('trust.cert-manager.io', 'Bundle')]: conditionHealth('Synced'),
        // a timestamp every ten minutes for every secret of every microservice
        'resource.customizations.ignoreResourceUpdates.external-secrets.io_ExternalSecret':
          'jsonPointers:\n- /status/refreshTime\n',
        'timeout.reconciliation': '120s',
        'timeout.reconciliation.jitter': '60s',
        url,
      },
      params: {
        'controller.diff.server.side': 'true',
        // for about a thousand Applications; the defaults are 20 and 10
        'controller.operation.processors': '25',
        'controller.status.processors': '50',
        'reposerver.parallelism.limit': '20',
        'applicationsetcontroller.enable.progressive.syncs': 'false',
      },
      rbac: {
        'policy.csv': `g, ${SIGN_ON.administrators}, role:admin\n`,
        // everybody may look; what a team may do stands in its project
        'policy.default': 'role:readonly',
        scopes: `[${SIGN_ON.groupsClaim}]`,
      },
    },
    // its shards are clusters, and there is one: a second replica would have nothing to do
    controller: part(1, '1', '4Gi'),
    server: part(2, '100m', '512Mi'),
    // checkouts of the repository lie on its disk
    repoServer: part(3, '500m', '2Gi', '4Gi'),
    applicationSet: part(1, '20m', '256Mi'),
    notifications: {
      ...single,
      argocdUrl: url,
      secret: { create: false },
      ...NOTIFICATIONS,
    },
    ...cache(environment.highlyAvailable),
    dex: { enabled: false }, // people come by OpenID directly
  };
}

/** What Argo CD has rendered and seen: one Redis, or a subchart of three with a proxy before them that has its own keys for all. */
function cache(highlyAvailable: boolean): Pick<ArgoCdValues, 'redis' | 'redis-ha'> {
  const redis = { resources: resources('100m', '512Mi') };
  if (!highlyAvailable) return { redis, 'redis-ha': { enabled: false } };
  const small = { resources: resources('10m', '128Mi') };
  const podDisruptionBudget = { maxUnavailable: 1 };
  return {
    'redis-ha': {
      enabled: true,
      podDisruptionBudget,
      redis,
      sentinel: small,
      splitBrainDetection: small,
      init: small,
      // reserves memory for as many connections as the node allows open files
      haproxy: { podDisruptionBudget, resources: resources('50m', '256Mi'), init: small },
    },
  };
}

/** Failures go to the platform's channel; a team subscribes to its own by an annotation on its project. */
const NOTIFICATIONS: Pick<ArgoCdValues['notifications'], 'notifiers' | 'templates' | 'triggers' | 'subscriptions'> = {
  notifiers: { 'service.slack': JSON.stringify({ token: '$slack-token' }) },
  templates: {
    'template.failed': JSON.stringify({
      message:
        '{{.app.metadata.name}} could not be synced: {{.app.status.operationState.message}} {{.context.argocdUrl}}/applications/{{.app.metadata.name}}',
    }),
    'template.degraded': JSON.stringify({
      message: '{{.app.metadata.name}} is degraded {{.context.argocdUrl}}/applications/{{.app.metadata.name}}',
    }),
  },
  triggers: {
    'trigger.on-sync-failed': JSON.stringify([
      {
        when: "app.status.operationState?.phase in ['Error', 'Failed']",
        oncePer: 'app.status.operationState?.syncResult?.revision',
        send: ['failed'],
      },
    ]),
    'trigger.on-health-degraded': JSON.stringify([
      { when: "app.status.health.status == 'Degraded'", send: ['degraded'] },
    ]),
  },
  subscriptions: [
    { recipients: [`slack:${platform.channel.replace('#', '')}`], triggers: ['on-sync-failed', 'on-health-degraded'] },
  ],
};
