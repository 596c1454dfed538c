import type { AuthorizationPolicy, MeshTLSAuthentication, Server } from '../../imports/linkerd-policy';
import type { LinkerdAnnotations } from '../../src/model/linkerd';
import type { Peer } from '../../src/model/resolved';

type Identity = Pick<Peer, 'namespace' | 'serviceAccount'>;

/** What a proxy gets; its memory grows with the peers it talks to and with what is on its way through it. */
export interface ProxySize {
  readonly cpu: `${number}m`;
  readonly memory: `${number}Mi`;
}

/**
 * Pods join the mesh and refuse whatever no Server of theirs allows. Linkerd lets the kubelet in where its `httpGet` probes go, by
 * port and path, with a Server or without, as long as no route is attached to the Server; other probes need an open port.
 */
export const meshed = ({ cpu, memory }: ProxySize) =>
  ({
    'config.linkerd.io/default-inbound-policy': 'deny',
    'config.linkerd.io/proxy-cpu-request': cpu,
    'config.linkerd.io/proxy-memory-limit': memory,
    'config.linkerd.io/proxy-memory-request': memory,
    'linkerd.io/inject': 'enabled',
  }) as const satisfies LinkerdAnnotations & { readonly 'linkerd.io/inject': 'enabled' };

/** In the mesh, with as much for the proxy as few callers need. */
export const MESHED = meshed({ cpu: '50m', memory: '128Mi' });

/** In the mesh, where the whole fleet sends to one place: twice of what Linkerd's values for high availability allow any proxy. */
export const MESHED_HUB = meshed({ cpu: '200m', memory: '512Mi' });

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
