import type { ExternalSecret } from '../../imports/external-secrets';
import type { Environment } from '../../src/model/environment';

/** The one store: AWS Secrets Manager of the environment's account. */
export const SECRET_STORE = { kind: 'ClusterSecretStore', name: 'aws' } as const;

/** A Secret of the platform that is copied from `<environment>/platform/<path>`. */
export interface PlatformSecret {
  readonly name: string;
  readonly namespace: string;
  /** Path below the platform's own, or a whole key of the store. */
  readonly path: string | { readonly key: string };
  /** Key of the Secret by property of the value in the store. */
  readonly keys: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly type?: string;
  /** Keys that are written here, because they are no secrets; `{{ .key }}` inserts one that is. */
  readonly text?: Readonly<Record<string, string>>;
  /** ConfigMap whose keys are copied into the Secret. */
  readonly files?: { readonly configMap: string; readonly keys: readonly string[] };
}

/** Name in the secret store of what is the platform's own. */
export const platformSecretName = (environment: Environment, path: string): string =>
  `${environment.name}/platform/${path}`;

/** Copies a secret of the platform into the cluster; only names pass through here. */
export function platformSecret(environment: Environment, secret: PlatformSecret): ExternalSecret {
  const key = typeof secret.path === 'string' ? platformSecretName(environment, secret.path) : secret.path.key;
  const templated = secret.text ?? secret.files ?? secret.labels ?? secret.type;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: secret.name, namespace: secret.namespace },
    spec: {
      data: Object.entries(secret.keys).map(([secretKey, property]) => ({
        remoteRef: { conversionStrategy: 'Default', decodingStrategy: 'None', key, metadataPolicy: 'None', property },
        secretKey,
      })),
      refreshInterval: '10m0s',
      secretStoreRef: SECRET_STORE,
      target: {
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        name: secret.name,
        ...(templated === undefined ? {} : { template: template(secret) }),
      },
    },
  };
}

function template(secret: PlatformSecret): NonNullable<NonNullable<ExternalSecret['spec']>['target']>['template'] {
  const { text, files, labels, type } = secret;
  return {
    engineVersion: 'v2',
    mergePolicy: 'Merge',
    ...(text === undefined ? {} : { data: text }),
    ...(labels === undefined ? {} : { metadata: { labels } }),
    ...(files === undefined
      ? {}
      : { templateFrom: [{ configMap: { items: files.keys.map((key) => ({ key })), name: files.configMap } }] }),
    ...(type === undefined ? {} : { type }),
  };
}
