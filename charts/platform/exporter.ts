import type { ConfigMap, Container, NetworkPolicyEgressRule, ServiceAccount } from '../../imports/kubernetes';
import type { PodMonitor } from '../../imports/monitoring';
import type { Peer } from '../../src/model/resolved';
import { PROXY } from '../../src/model/linkerd';
import { guard, MESHED } from './authorization';
import { from, fromMeshed, networkPolicy, podsOf, toMesh } from './network';
import { PEERS } from './peers';
import { image } from './pins';
import { resources } from './resources';
import { deployment, UNPRIVILEGED } from './workload';

/** A small program that asks a product for its numbers and tells them to Prometheus. */
export interface Exporter {
  readonly peer: Peer;
  readonly image: Parameters<typeof image>[0];
  readonly args: readonly string[];
  readonly port: number;
  /** How often it is asked; each time it asks the product. */
  readonly interval: '30s' | '60s';
  readonly memory: string;
  readonly env?: Container['env'];
  /** Folder in which the keys of a ConfigMap appear. */
  readonly files?: { readonly configMap: NonNullable<ConfigMap['metadata']>['name']; readonly folder: string };
  /** Where the product is. */
  readonly egress: readonly NetworkPolicyEgressRule[];
}

/** Its pod, who may ask it, and whom it may ask; one replica, because two would count everything twice. */
export function exporter(exporter: Exporter) {
  const { peer, port, files } = exporter;
  const { name, namespace, labels } = peer;
  const account: ServiceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: peer.serviceAccount, namespace },
    automountServiceAccountToken: false,
  };
  const monitor: PodMonitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace },
    spec: {
      podMetricsEndpoints: [{ interval: exporter.interval, path: '/metrics', port: 'metrics', scrapeTimeout: '25s' }],
      selector: { matchLabels: labels },
    },
  };
  const pods = deployment(1, {
    name,
    namespace,
    labels,
    annotations: MESHED,
    serviceAccount: peer.serviceAccount,
    priority: 'standard',
    containers: [
      {
        name: 'exporter',
        image: image(exporter.image),
        imagePullPolicy: 'Always',
        args: [...exporter.args],
        ...(exporter.env === undefined ? {} : { env: exporter.env }),
        ports: [{ name: 'metrics', containerPort: port, protocol: 'TCP' }],
        livenessProbe: { httpGet: { path: '/healthz', port }, periodSeconds: 20, timeoutSeconds: 5 },
        readinessProbe: { httpGet: { path: '/', port }, timeoutSeconds: 5 },
        resources: resources('20m', exporter.memory),
        securityContext: UNPRIVILEGED,
        ...(files === undefined ? {} : { volumeMounts: [{ name: 'files', mountPath: files.folder, readOnly: true }] }),
      },
    ],
    volumes: files === undefined ? [] : [{ name: 'files', configMap: { name: files.configMap } }],
  });
  const place = { namespace, pods: labels };
  const asked = { ...place, protocol: 'HTTP/1', callers: [PEERS.scraper] } as const;
  return {
    exporter: [account, ...pods],
    monitor: [monitor],
    network: [
      networkPolicy(
        { name, ...place },
        {
          ingress: [fromMeshed([podsOf(PEERS.scraper)]), from([podsOf(PEERS.scraper)], PROXY.admin)],
          egress: [...toMesh, ...exporter.egress],
        },
      ),
    ],
    policies: [
      ...guard({ ...asked, name: `${name}-metrics`, port: 'metrics' }),
      ...guard({ ...asked, name: `${name}-linkerd-admin`, port: 'linkerd-admin' }),
    ],
  };
}
