// Written by hand, edit here: the part of ECK's kinds that Chartwright sets, and no more.
// elasticsearch.k8s.elastic.co/v1 and kibana.k8s.elastic.co/v1, for elastic/cloud-on-k8s v3.5.0.

import type {
  NamedObjectMeta,
  ObjectMeta,
  PersistentVolumeClaimSpec,
  PodDisruptionBudgetSpec,
  PodSpec,
  ResourceRequirements,
  ServiceSpec,
} from './kubernetes';

/** An Elasticsearch cluster: its Service is `<name>-es-http`, its certificate lies in the Secret `<name>-es-http-certs-public`. */
export interface Elasticsearch {
  readonly apiVersion: 'elasticsearch.k8s.elastic.co/v1';
  readonly kind: 'Elasticsearch';
  readonly metadata: NamedObjectMeta;
  readonly spec: ElasticsearchSpec;
}

export interface ElasticsearchSpec {
  readonly version: string;
  readonly nodeSets: readonly ElasticsearchNodeSet[];
  /** Stated always: by default, deleting the cluster deletes its data. */
  readonly volumeClaimDeletePolicy: 'DeleteOnScaledownOnly' | 'DeleteOnScaledownAndClusterDeletion';
  readonly auth?: ElasticsearchAuth;
  readonly http?: ElasticHttp;
  readonly image?: string;
  readonly monitoring?: ElasticMonitoring;
  /** `{}` turns the operator's own budget off. */
  readonly podDisruptionBudget?: ElasticPodDisruptionBudget;
  readonly secureSettings?: readonly ElasticSecretSource[];
  readonly serviceAccountName?: string;
  readonly updateStrategy?: ElasticsearchUpdateStrategy;
}

/** Nodes of the same roles and size. A change beyond the size of the volume needs a new name; the data then moves over. */
export interface ElasticsearchNodeSet {
  /** At most 23 characters. */
  readonly name: string;
  readonly count: number;
  readonly config?: ElasticsearchConfig;
  readonly podTemplate?: ElasticPodTemplate;
  readonly resources?: Pick<ResourceRequirements, 'limits' | 'requests'>;
  readonly volumeClaimTemplates?: readonly ElasticsearchVolumeClaim[];
  readonly zoneAwareness?: ElasticsearchZoneAwareness;
}

/** elasticsearch.yml, in its flat spelling. */
export interface ElasticsearchConfig {
  readonly 'node.roles'?: readonly ElasticsearchNodeRole[];
  /** False spares the nodes a raised `vm.max_map_count`, at a cost in speed. */
  readonly 'node.store.allow_mmap'?: boolean;
  readonly [setting: string]: unknown;
}

export type ElasticsearchNodeRole =
  | 'master'
  | 'voting_only'
  | 'data'
  | 'data_content'
  | 'data_hot'
  | 'data_warm'
  | 'data_cold'
  | 'data_frozen'
  | 'ingest'
  | 'ml'
  | 'transform'
  | 'remote_cluster_client';

/** The data volume; under another name the operator would add one of 1Gi. */
export interface ElasticsearchVolumeClaim {
  readonly metadata: {
    readonly name: 'elasticsearch-data';
    readonly labels?: ObjectMeta['labels'];
    readonly annotations?: ObjectMeta['annotations'];
  };
  readonly spec: PersistentVolumeClaimSpec;
}

export interface ElasticsearchZoneAwareness {
  readonly topologyKey?: string;
  readonly zones?: readonly string[];
}

export interface ElasticsearchAuth {
  /** Secrets of type basic-auth with `username`, `password` and `roles`. */
  readonly fileRealm?: readonly ElasticSecretName[];
  /** Secrets with `roles.yml`. */
  readonly roles?: readonly ElasticSecretName[];
  readonly disableElasticUser?: boolean;
}

export interface ElasticsearchUpdateStrategy {
  readonly changeBudget?: { readonly maxSurge?: number; readonly maxUnavailable?: number };
}

/** A Kibana: its Service is `<name>-kb-http`. */
export interface Kibana {
  readonly apiVersion: 'kibana.k8s.elastic.co/v1';
  readonly kind: 'Kibana';
  readonly metadata: NamedObjectMeta;
  readonly spec: KibanaSpec;
}

export interface KibanaSpec {
  readonly version: string;
  readonly count: number;
  readonly elasticsearchRef: ElasticReference;
  readonly config?: { readonly [setting: string]: unknown };
  readonly http?: ElasticHttp;
  readonly image?: string;
  readonly monitoring?: ElasticMonitoring;
  readonly podTemplate?: ElasticPodTemplate;
  readonly secureSettings?: readonly ElasticSecretSource[];
  readonly serviceAccountName?: string;
}

export interface ElasticReference {
  readonly name: string;
  readonly namespace?: string;
}

export interface ElasticHttp {
  readonly service?: { readonly metadata?: ObjectMeta; readonly spec?: ServiceSpec };
  readonly tls?: {
    readonly selfSignedCertificate?: {
      readonly disabled?: boolean;
      readonly subjectAltNames?: readonly ({ readonly dns: string } | { readonly ip: string })[];
    };
    readonly certificate?: ElasticSecretName;
  };
}

export interface ElasticMonitoring {
  readonly metrics?: { readonly elasticsearchRefs: readonly ElasticReference[] };
  readonly logs?: { readonly elasticsearchRefs: readonly ElasticReference[] };
}

export interface ElasticPodDisruptionBudget {
  readonly metadata?: ObjectMeta;
  readonly spec?: PodDisruptionBudgetSpec;
}

/** Merged over the operator's own pod: containers need to be named only where they differ. */
export interface ElasticPodTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec?: Partial<PodSpec>;
}

export interface ElasticSecretName {
  readonly secretName: string;
}

export interface ElasticSecretSource extends ElasticSecretName {
  readonly entries?: readonly { readonly key: string; readonly path?: string }[];
}
