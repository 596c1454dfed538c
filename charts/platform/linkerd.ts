import type { Certificate, ClusterIssuer } from '../../imports/cert-manager';
import type { Bundle } from '../../imports/trust-manager';
import { addOn, chart } from '../../src/model/add-on';
import type { LinkerdResources } from './helm-values';
import { certManager, selfSigned, trustManager } from './cert-manager';
import { gatewayApi } from './gateway-api';
import { kubernetes } from './kubernetes';
import { MESH } from './network';
import { PEERS } from './peers';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';

const VIZ = PEERS.meshMetrics.namespace;
const CNI = 'linkerd-cni';

const sized = (cpu: string, memory: string): LinkerdResources => ({
  cpu: { request: cpu },
  memory: { request: memory, limit: memory },
});

/** Kinds the control plane and our policies use. */
export const linkerdCrds = addOn('linkerd-crds', {
  why: 'Kinds of the mesh: servers, authorizations, rate limits, egress',
  namespace: MESH.namespace,
  needs: [gatewayApi],
  namespaces: {
    [MESH.namespace]: {
      annotations: { 'linkerd.io/inject': 'disabled' },
      // the CLI would add these; under Argo CD nobody else does, and the trust bundle selects by the first
      labels: {
        'config.linkerd.io/admission-webhooks': 'disabled',
        'linkerd.io/control-plane-ns': MESH.namespace,
        'linkerd.io/is-control-plane': 'true',
      },
    },
  },
  helm: () => [chart(CHARTS.linkerdCrds, { installGatewayAPI: false })],
});

/** Root, issuer and webhook certificates of the mesh: cert-manager renews them, so that no chart makes one while rendering. */
export const linkerdTrust = addOn('linkerd-trust', {
  why: 'The mesh’s root of trust, its issuer (renewed every day) and its webhooks’ certificates',
  namespace: MESH.namespace,
  needs: [certManager, trustManager],
  manifests: () => ({
    identity: [selfSigned('linkerd-root'), trustAnchor, identityIssuer, issuerCertificate, trustRoots],
    webhooks: [webhookAuthority, webhookIssuer, ...WEBHOOKS.map(webhookCertificate)],
  }),
});

/** Linkerd accepts P-256 only. */
const privateKey = { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 } as const;

const trustAnchor: Certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'linkerd-trust-anchor', namespace: 'cert-manager' },
  spec: {
    commonName: 'root.linkerd.cluster.local',
    // renewed by a person with the runbook, since every proxy must trust both roots in between
    duration: '87600h0m0s',
    isCA: true,
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'linkerd-root' },
    privateKey: { ...privateKey, rotationPolicy: 'Never' },
    renewBefore: '8760h0m0s',
    secretName: 'linkerd-trust-anchor',
  },
};

const identityIssuer: ClusterIssuer = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  metadata: { name: 'linkerd-trust-anchor' },
  spec: { ca: { secretName: 'linkerd-trust-anchor' } },
};

/** The name is what the control plane looks for; 25 of 48 hours leave a day to notice that renewal fails. */
const issuerCertificate: Certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'linkerd-identity-issuer', namespace: MESH.namespace },
  spec: {
    commonName: 'identity.linkerd.cluster.local',
    dnsNames: ['identity.linkerd.cluster.local'],
    duration: '48h0m0s',
    isCA: true,
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'linkerd-trust-anchor' },
    privateKey,
    renewBefore: '25h0m0s',
    secretName: 'linkerd-identity-issuer',
    usages: ['cert sign', 'crl sign', 'server auth', 'client auth'],
  },
};

/** A second source, the previous root, is added while the root is being replaced: a missing source stops the bundle. */
const trustRoots: Bundle = {
  apiVersion: 'trust.cert-manager.io/v1alpha1',
  kind: 'Bundle',
  metadata: { name: 'linkerd-identity-trust-roots' },
  spec: {
    sources: [{ secret: { key: 'tls.crt', name: 'linkerd-trust-anchor' } }],
    target: {
      configMap: { key: 'ca-bundle.crt' },
      namespaceSelector: { matchLabels: { 'linkerd.io/is-control-plane': 'true' } },
    },
  },
};

const webhookAuthority: Certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'linkerd-webhooks', namespace: 'cert-manager' },
  spec: {
    commonName: 'webhooks.linkerd.cluster.local',
    duration: '43800h0m0s',
    isCA: true,
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'linkerd-root' },
    privateKey,
    renewBefore: '8760h0m0s',
    secretName: 'linkerd-webhooks',
  },
};

const webhookIssuer: ClusterIssuer = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  metadata: { name: 'linkerd-webhooks' },
  spec: { ca: { secretName: 'linkerd-webhooks' } },
};

type Webhook = (typeof WEBHOOKS)[number]['name'];
const WEBHOOKS = [
  { name: 'linkerd-policy-validator', namespace: MESH.namespace },
  { name: 'linkerd-proxy-injector', namespace: MESH.namespace },
  { name: 'linkerd-sp-validator', namespace: MESH.namespace },
  { name: 'tap', namespace: VIZ },
  { name: 'tap-injector', namespace: VIZ },
] as const;

function webhookCertificate({ name, namespace }: (typeof WEBHOOKS)[number]): Certificate {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: {
      commonName: `${name}.${namespace}.svc`,
      dnsNames: [`${name}.${namespace}.svc`],
      duration: '720h0m0s',
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'linkerd-webhooks' },
      // the policy controller is written in Rust and reads no other encoding
      privateKey: name === 'linkerd-policy-validator' ? { ...privateKey, encoding: 'PKCS8' } : privateKey,
      renewBefore: '240h0m0s',
      secretName: `${name}-k8s-tls`,
      usages: ['server auth'],
    },
  };
}

/** The chart uses that Secret instead of making one at every rendering, which Argo CD would show as a difference. */
function certificateOf(name: Webhook): { readonly externalSecret: boolean; readonly injectCaFrom: string } {
  const { namespace } = WEBHOOKS.find((each) => each.name === name)!;
  return { externalSecret: true, injectCaFrom: `${namespace}/${name}` };
}

/** Puts the rules that redirect traffic into each pod's network, on the node. */
export const linkerdCni = addOn('linkerd-cni', {
  why: 'Redirects pods’ traffic to their proxies from outside the pods, so that these may be restricted',
  namespace: CNI,
  needs: [kubernetes],
  namespaces: {
    [CNI]: {
      podSecurity: 'privileged',
      annotations: { 'linkerd.io/inject': 'disabled' },
      labels: { 'config.linkerd.io/admission-webhooks': 'disabled', 'linkerd.io/cni-resource': 'true' },
    },
  },
  helm: () => [
    chart(CHARTS.linkerdCni, {
      iptablesMode: 'nft',
      priorityClassName: 'system-node-critical',
      // restarts pods that started on a new node before the plugin was there
      repairController: { enabled: true },
      resources: sized('10m', '64Mi'),
    }),
  ],
});

/** The mesh: identity, encryption, authorization, routes and metrics of every call. */
export const linkerd = addOn('linkerd', {
  why: 'Encrypts, authorises, balances and measures every call between microservices',
  namespace: MESH.namespace,
  needs: [linkerdCrds, linkerdTrust, linkerdCni, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.linkerd, {
      cniEnabled: true,
      controllerReplicas: environment.highlyAvailable ? 3 : 1,
      enablePodAntiAffinity: environment.highlyAvailable,
      priorityClassName: 'system-cluster-critical', // without it no pod of the mesh starts
      enablePodDisruptionBudget: environment.highlyAvailable,
      highAvailability: environment.highlyAvailable,
      // a pod without its proxy would be refused by every peer and guarded by nothing
      webhookFailurePolicy: environment.highlyAvailable ? 'Fail' : 'Ignore',
      disableHeartBeat: true, // its schedule is drawn at render time and would never be in sync
      clusterNetworks: '10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16',
      identity: { externalCA: true, issuer: { scheme: 'kubernetes.io/tls' } },
      proxy: { nativeSidecar: true, resources: sized('50m', '128Mi') },
      // 250Mi is what Linkerd gives each of them where it must not fail: values-ha.yaml
      destinationResources: sized('100m', '250Mi'),
      identityResources: sized('100m', '250Mi'),
      proxyInjectorResources: sized('100m', '250Mi'),
      spValidatorResources: sized('20m', '250Mi'),
      policyController: { resources: sized('100m', '250Mi') },
      // the proxies' own monitor copies every label of a pod to every series; ours does not
      podMonitor: { enabled: true, controller: { enabled: true }, proxy: { enabled: false } },
      proxyInjector: certificateOf('linkerd-proxy-injector'),
      profileValidator: certificateOf('linkerd-sp-validator'),
      policyValidator: certificateOf('linkerd-policy-validator'),
    }),
  ],
  offers: { mesh: MESH },
});

export { VIZ, certificateOf, sized };
