import { addOn } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';

const REPOSITORY = 'https://helm.linkerd.io/edge';
/** Linkerd 2.20: its open-source releases are edge builds. */
const VERSION = '2026.6.3';

/** Kinds the control plane and our policies use. */
export const linkerdCrds = addOn('linkerd-crds', {
  why: 'Kinds of the mesh: servers, policies, routes',
  namespace: 'linkerd',
  needs: [kubernetes],
  helm: () => [{ repository: REPOSITORY, chart: 'linkerd-crds', version: VERSION, values: { installGatewayAPI: false } }],
});

/** The mesh: identity, encryption, authorization, routes and metrics of every call. */
export const linkerd = addOn('linkerd', {
  why: 'Encrypts, authorises, balances and measures every call between microservices',
  namespace: 'linkerd',
  needs: [linkerdCrds],
  helm: (environment) => [
    {
      repository: REPOSITORY,
      chart: 'linkerd-control-plane',
      version: VERSION,
      values: {
        controllerReplicas: environment.highlyAvailable ? 3 : 1,
        disableHeartBeat: true, // its schedule is drawn at render time and would never be in sync
        identity: { externalCA: true, issuer: { scheme: 'kubernetes.io/tls' } },
      },
    },
  ],
  offers: {
    mesh: { namespace: 'linkerd', ports: [8080, 8086, 8090] },
  },
});
