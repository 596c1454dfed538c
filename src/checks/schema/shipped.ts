/* eslint-disable @typescript-eslint/no-require-imports -- schemas are large, and those of a group are read when a kind of it is met */
import type { SchemaFile } from './json-schema';

/** The files of schemas, by the group of their kinds. */
const SHIPPED: Readonly<Record<string, () => unknown>> = {
  'argoproj.io': () => require('../../../imports/schemas/argoproj.io.json') as unknown,
  'cert-manager.io': () => require('../../../imports/schemas/cert-manager.io.json') as unknown,
  'elbv2.k8s.aws': () => require('../../../imports/schemas/elbv2.k8s.aws.json') as unknown,
  'external-secrets.io': () => require('../../../imports/schemas/external-secrets.io.json') as unknown,
  'gateway.networking.k8s.io': () => require('../../../imports/schemas/gateway.networking.k8s.io.json') as unknown,
  'grafana.integreatly.org': () => require('../../../imports/schemas/grafana.integreatly.org.json') as unknown,
  'elasticsearch.k8s.elastic.co': () => require('../../../imports/schemas/k8s.elastic.co.json') as unknown,
  'karpenter.k8s.aws': () => require('../../../imports/schemas/karpenter.k8s.aws.json') as unknown,
  'karpenter.sh': () => require('../../../imports/schemas/karpenter.sh.json') as unknown,
  'keda.sh': () => require('../../../imports/schemas/keda.sh.json') as unknown,
  'kibana.k8s.elastic.co': () => require('../../../imports/schemas/k8s.elastic.co.json') as unknown,
  'monitoring.coreos.com': () => require('../../../imports/schemas/monitoring.coreos.com.json') as unknown,
  'opentelemetry.io': () => require('../../../imports/schemas/opentelemetry.io.json') as unknown,
  'policy.linkerd.io': () => require('../../../imports/schemas/policy.linkerd.io.json') as unknown,
  'pulumi.com': () => require('../../../imports/schemas/pulumi.com.json') as unknown,
  'trust.cert-manager.io': () => require('../../../imports/schemas/trust.cert-manager.io.json') as unknown,
};

/** The schemas that are shipped for a group of custom resources. */
export const shippedFor = (group: string): readonly SchemaFile[] =>
  Object.hasOwn(SHIPPED, group) ? [SHIPPED[group]!() as SchemaFile] : [];
