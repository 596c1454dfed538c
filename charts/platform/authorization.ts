import type { AuthorizationPolicy, MeshTLSAuthentication, Server } from '../../imports/linkerd-policy';
import type { Peer } from '../../src/model/resolved';

type Identity = Pick<Peer, 'namespace' | 'serviceAccount'>;

/** Pods join the mesh and refuse whatever no Server of theirs allows. */
export const MESHED = {
  'config.linkerd.io/default-inbound-policy': 'deny',
  'config.linkerd.io/proxy-cpu-request': '50m',
  'config.linkerd.io/proxy-memory-limit': '128Mi',
  'config.linkerd.io/proxy-memory-request': '128Mi',
  'linkerd.io/inject': 'enabled',
} as const;

/** A port of meshed pods and the identities that may use it; without `callers` everyone who gets through the network may. */
export interface GuardedPort {
  readonly name: string;
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: number | string;
  readonly protocol: 'HTTP/1' | 'HTTP/2' | 'gRPC' | 'opaque';
  readonly callers?: readonly Identity[];
}

/** Server, identities and their permission for one port. */
export function guard(port: GuardedPort): (Server | MeshTLSAuthentication | AuthorizationPolicy)[] {
  const { name, namespace, callers } = port;
  const server: Server = {
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    metadata: { name, namespace },
    spec: {
      accessPolicy: callers === undefined ? 'all-unauthenticated' : 'deny',
      podSelector: { matchLabels: { ...port.pods } },
      port: port.port,
      proxyProtocol: port.protocol,
    },
  };
  if (callers === undefined || callers.length === 0) return [server];
  return [
    server,
    {
      apiVersion: 'policy.linkerd.io/v1alpha1',
      kind: 'MeshTLSAuthentication',
      metadata: { name: `${name}-callers`, namespace },
      spec: {
        identityRefs: callers.map((caller) => ({
          kind: 'ServiceAccount',
          name: caller.serviceAccount,
          namespace: caller.namespace,
        })),
      },
    },
    {
      apiVersion: 'policy.linkerd.io/v1alpha1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `${name}-callers`, namespace },
      spec: {
        requiredAuthenticationRefs: [
          { group: 'policy.linkerd.io', kind: 'MeshTLSAuthentication', name: `${name}-callers` },
        ],
        targetRef: { group: 'policy.linkerd.io', kind: 'Server', name },
      },
    },
  ];
}
