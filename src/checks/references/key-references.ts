import type { ClusterIssuer } from '../../../imports/cert-manager';
import type { Elasticsearch } from '../../../imports/elastic';
import type { ExternalSecret } from '../../../imports/external-secrets';
import type { GrafanaDatasource } from '../../../imports/grafana';
import type { Container, PodSpec } from '../../../imports/kubernetes';
import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import type { Bundle } from '../../../imports/trust-manager';
import type { Check } from '../check';
import { chartOf } from '../tree/chart-objects';
import { claimed } from '../tree/claimed';
import type { Claimed } from '../tree/claimed';
import type { Ingress } from './ingress-backend';
import { once } from '../tree/once';
import { podTemplates } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';
import { expected, within } from './valid';

/** A place that reads a ConfigMap or Secret. */
export interface Reference {
  readonly at: Located;
  /** Place of the reference; `name` or `key` below it is what is wrong. */
  readonly path: string;
  readonly nameField: string;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  readonly key?: string;
  readonly keyField?: string;
}

/** Everything in the tree that reads ConfigMaps and Secrets: pods, pods within custom resources, and fields of them. */
export const referencesOf = once((tree): readonly Reference[] => [
  ...podPlaces(tree).flatMap(ofPod),
  ...Object.entries(READERS).flatMap(([kind, read]) => tree.ofKind(kind).flatMap((at) => read(at, tree))),
]);

/** Reports the references that lead to nothing: no object, or an object without the key. */
export function reportDangling(tree: Tree, kind: 'ConfigMap' | 'Secret', report: Parameters<Check['run']>[1]): void {
  for (const { at, path, nameField, namespace, name, key, keyField = 'key', ...reference } of referencesOf(tree)) {
    if (reference.kind !== kind) continue;
    const found = tree.find(kind, namespace, name);
    if (!found) {
      const names = expected(tree.namesOf(kind, namespace));
      report(at, `${path}.${nameField}`, `names ${kind} ${name}, which ${within(namespace)} does not have: ${names}`);
      continue;
    }
    const { data, binaryData, stringData } = found.manifest as Readonly<Record<string, object | undefined>>;
    // a Secret that an operator fills, of which nobody here can tell the keys
    if (key === undefined || (kind === 'Secret' && data === undefined && stringData === undefined)) continue;
    const keys = Object.keys({ ...data, ...binaryData, ...stringData });
    if (!keys.includes(key))
      report(at, `${path}.${keyField}`, `names key ${key}, which ${kind} ${name} does not have: ${expected(keys)}`);
  }
}

interface PodPlace {
  readonly at: Located;
  readonly path: string;
  readonly spec: Claimed<PodSpec>;
}

/** Pods of workloads, and those that custom resources spell out for their operator. */
function podPlaces(tree: Tree): readonly PodPlace[] {
  return [
    ...podTemplates(tree).map(({ at, path, spec }) => ({ at, path: `${path}.spec`, spec })),
    ...tree.ofKind('Grafana').flatMap((at) => place(at, ['spec', 'deployment', 'spec', 'template', 'spec'])),
    ...tree.ofKind('Kibana').flatMap((at) => place(at, ['spec', 'podTemplate', 'spec'])),
    ...tree.ofKind('Elasticsearch').flatMap((at) =>
      (claimed<Elasticsearch>(at).spec?.nodeSets ?? []).flatMap((set, index) => {
        const { spec } = (set.podTemplate ?? {}) as { spec?: Claimed<PodSpec> };
        return spec ? [{ at, path: `spec.nodeSets[${index}].podTemplate.spec`, spec }] : [];
      }),
    ),
  ];
}

function place(at: Located, keys: readonly string[]): PodPlace[] {
  const spec = keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], at.manifest);
  return spec === undefined ? [] : [{ at, path: keys.join('.'), spec: spec as Claimed<PodSpec> }];
}

function ofPod({ at, path, spec }: PodPlace): readonly Reference[] {
  const containers = (['initContainers', 'containers'] as const).flatMap((field) =>
    (spec[field] ?? []).flatMap((container, index) => ofContainer(at, `${path}.${field}[${index}]`, container)),
  );
  const pulls = (spec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
    reference(at, `${path}.imagePullSecrets[${index}]`, 'Secret', name),
  );
  return [...containers, ...ofVolumes(at, path, spec.volumes ?? []), ...pulls];
}

type Environment = Pick<Claimed<Container>, 'env' | 'envFrom'>;

function ofContainer(at: Located, path: string, { env = [], envFrom = [] }: Environment): readonly Reference[] {
  if (envFrom.length === 0 && !env.some(({ valueFrom }) => valueFrom)) return [];
  return [
    ...env.flatMap(({ valueFrom }, index) =>
      (['configMapKeyRef', 'secretKeyRef'] as const).flatMap((field) => {
        const { name, key, optional } = valueFrom?.[field] ?? {};
        const kind = field === 'secretKeyRef' ? 'Secret' : 'ConfigMap';
        return optional ? [] : reference(at, `${path}.env[${index}].valueFrom.${field}`, kind, name, key);
      }),
    ),
    ...envFrom.flatMap((source, index) =>
      (['configMapRef', 'secretRef'] as const).flatMap((field) => {
        const { name, optional } = source[field] ?? {};
        const kind = field === 'secretRef' ? 'Secret' : 'ConfigMap';
        return optional ? [] : reference(at, `${path}.envFrom[${index}].${field}`, kind, name);
      }),
    ),
  ];
}

type Volumes = NonNullable<Claimed<PodSpec>['volumes']>;

function ofVolumes(at: Located, path: string, volumes: Volumes): readonly Reference[] {
  return volumes.flatMap((volume, index) => {
    const base = `${path}.volumes[${index}]`;
    const { configMap, secret, projected } = volume;
    if (!configMap && !secret && !projected) return [];
    return [
      ...source(at, `${base}.configMap`, 'ConfigMap', configMap?.name, configMap),
      ...source(at, `${base}.secret`, 'Secret', secret?.secretName, secret, 'secretName'),
      ...(projected?.sources ?? []).flatMap((each, inner) => [
        ...source(
          at,
          `${base}.projected.sources[${inner}].configMap`,
          'ConfigMap',
          each.configMap?.name,
          each.configMap,
        ),
        ...source(at, `${base}.projected.sources[${inner}].secret`, 'Secret', each.secret?.name, each.secret),
      ]),
    ];
  });
}

/** A volume's source: the object, and each key that is picked from it. */
function source(
  at: Located,
  path: string,
  kind: Reference['kind'],
  name: string | undefined,
  from: { readonly optional?: boolean; readonly items?: readonly { readonly key?: string }[] } | undefined,
  nameField = 'name',
): readonly Reference[] {
  if (from?.optional) return [];
  const items = (from?.items ?? []).flatMap(({ key }, index) =>
    reference(at, path, kind, name, key, { nameField, keyField: `items[${index}].key` }),
  );
  return items.length > 0 ? items : reference(at, path, kind, name, undefined, { nameField });
}

function reference(
  at: Located,
  path: string,
  kind: Reference['kind'],
  name: string | undefined,
  key?: string,
  fields: { readonly nameField?: string; readonly keyField?: string; readonly namespace?: string } = {},
): Reference[] {
  if (name === undefined) return [];
  const { nameField = 'name', keyField, namespace = namespaceOf(at) } = fields;
  return [{ at, path, kind, namespace, name, key, nameField, keyField }];
}

/** Fields of custom resources that name ConfigMaps and Secrets. */
const READERS: Readonly<Record<string, (at: Located, tree: Tree) => readonly Reference[]>> = {
  OpenTelemetryCollector: (at) => {
    const spec = claimed<OpenTelemetryCollector>(at).spec as (Environment & { volumes?: Volumes }) | undefined;
    return spec ? [...ofContainer(at, 'spec', spec), ...ofVolumes(at, 'spec', spec.volumes ?? [])] : [];
  },
  GrafanaDatasource: (at) =>
    (claimed<GrafanaDatasource>(at).spec?.valuesFrom ?? []).flatMap(({ valueFrom }, index) => [
      ...reference(
        at,
        `spec.valuesFrom[${index}].valueFrom.secretKeyRef`,
        'Secret',
        valueFrom?.secretKeyRef?.name,
        valueFrom?.secretKeyRef?.key,
      ),
      ...reference(
        at,
        `spec.valuesFrom[${index}].valueFrom.configMapKeyRef`,
        'ConfigMap',
        valueFrom?.configMapKeyRef?.name,
        valueFrom?.configMapKeyRef?.key,
      ),
    ]),
  Elasticsearch: (at) => {
    const { auth, http } = claimed<Elasticsearch>(at).spec ?? {};
    const named = (field: 'fileRealm' | 'roles', key: string): Reference[] =>
      (auth?.[field] ?? []).flatMap(({ secretName }, index) =>
        reference(at, `spec.auth.${field}[${index}]`, 'Secret', secretName, key, {
          nameField: 'secretName',
          keyField: 'secretName',
        }),
      );
    const certificate = http?.tls?.certificate?.secretName;
    return [
      // https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/file-based
      ...named('fileRealm', 'username'),
      ...named('roles', 'roles.yml'),
      ...reference(at, 'spec.http.tls.certificate', 'Secret', certificate, 'tls.crt', {
        nameField: 'secretName',
        keyField: 'secretName',
      }),
    ];
  },
  // a ClusterIssuer reads Secrets of the namespace that cert-manager runs in
  ClusterIssuer: (at, tree) =>
    reference(at, 'spec.ca', 'Secret', claimed<ClusterIssuer>(at).spec?.ca?.secretName, 'tls.key', {
      nameField: 'secretName',
      keyField: 'secretName',
      namespace: namespaceOfChart(tree, 'cert-manager'),
    }),
  Issuer: (at) =>
    reference(at, 'spec.ca', 'Secret', claimed<ClusterIssuer>(at).spec?.ca?.secretName, 'tls.key', {
      nameField: 'secretName',
      keyField: 'secretName',
    }),
  // trust-manager reads its sources in its trust namespace: https://cert-manager.io/docs/trust/trust-manager/
  Bundle: (at, tree) =>
    (claimed<Bundle>(at).spec?.sources ?? []).flatMap(({ secret, configMap }, index) => {
      const namespace = namespaceOfChart(tree, 'trust-manager');
      return [
        ...reference(at, `spec.sources[${index}].secret`, 'Secret', secret?.name, secret?.key, { namespace }),
        ...reference(at, `spec.sources[${index}].configMap`, 'ConfigMap', configMap?.name, configMap?.key, {
          namespace,
        }),
      ];
    }),
  ExternalSecret: (at) =>
    (claimed<ExternalSecret>(at).spec?.target?.template?.templateFrom ?? []).flatMap(({ configMap }, index) =>
      source(at, `spec.target.template.templateFrom[${index}].configMap`, 'ConfigMap', configMap?.name, {
        items: configMap?.items,
      }),
    ),
  Ingress: (at) =>
    (claimed<Ingress>(at).spec?.tls ?? []).flatMap(({ secretName }, index) =>
      reference(at, `spec.tls[${index}]`, 'Secret', secretName, 'tls.crt', {
        nameField: 'secretName',
        keyField: 'secretName',
      }),
    ),
};

function namespaceOfChart(tree: Tree, name: string): string {
  const charts = tree.ofKind('Application').flatMap(({ manifest }) => chartOf(manifest) ?? []);
  return charts.find((chart) => chart.name === name)?.namespace ?? 'cert-manager';
}
