import type { Peer } from './resolved';

/** What microservices need of the platform, offered by its add-ons: each value is written once, where the add-on is. */
export interface PlatformOffers {
  /** The mesh's control plane, which every proxy talks to. */
  readonly mesh: { readonly namespace: string; readonly ports: readonly number[] };
  /** The cluster's DNS. */
  readonly dns: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /** Takes traces by OTLP; logs and metrics reach it through topics. */
  readonly collector: {
    readonly peer: Peer;
    readonly host: string;
    readonly port: number;
    readonly logsTopic: string;
    readonly metricsTopic: string;
  };
  /** Image of the telemetry sidecar, the same release as the gateway's. */
  readonly collectorImage: string;
  readonly javaAgentImage: string;
  /** Fetches metrics. */
  readonly scraper: Peer;
  /** Where External Secrets reads. */
  readonly secretStore: { readonly kind: 'ClusterSecretStore'; readonly name: string };
  /** ClusterTriggerAuthentication with which KEDA reads consumer lag. */
  readonly kafkaScaler: string;
  /** Address of the Prometheus API, for autoscaling on metrics. */
  readonly prometheusUrl: string;
  /** Labels that select the Grafana that shows dashboards. */
  readonly grafana: Readonly<Record<string, string>>;
  /** Namespace of Argo CD's own objects. */
  readonly argocdNamespace: string;
  /** Root of the runbooks that alerts link to. */
  readonly runbooks: string;
}
