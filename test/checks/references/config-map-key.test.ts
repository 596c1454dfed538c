import { configMapKey } from '../../../src/checks/references/config-map-key';
import { judgeTable } from '../judging';

const C_CONFIG_MAP = 'v1 ConfigMap shop/c data: {k: v}';

judgeTable(configMapKey, {
  'accepts what exists, what is optional, and what trust-manager makes': {
    given: [
      C_CONFIG_MAP,
      'trust.cert-manager.io/v1alpha1 Bundle ca spec: {target: {configMap: {key: ca.crt}}}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: k}}}, {name: B, value: x}], envFrom: [{configMapRef: {name: c}}, {configMapRef: {name: no, optional: true}}]}], volumes: [{name: v, configMap: {name: ca, items: [{key: ca.crt}]}}, {name: w, projected: {sources: [{configMap: {name: kube-root-ca.crt}}]}}]}}}',
    ],
  },
  'finds a ConfigMap that does not exist': {
    given: [
      C_CONFIG_MAP,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, envFrom: [{configMapRef: {name: d}}]}], volumes: [{name: v, configMap: {name: e}}]}}}',
      'external-secrets.io/v1 ExternalSecret shop/s spec: {target: {template: {templateFrom: [{configMap: {name: f, items: [{key: g}]}}]}}}',
    ],
    found: [
      'ExternalSecret s spec.target.template.templateFrom[0].configMap.name: names ConfigMap f, which namespace shop does not have: expected c, kube-root-ca.crt',
      'Deployment web spec.template.spec.containers[0].envFrom[0].configMapRef.name: names ConfigMap d, which namespace shop does not have: expected c, kube-root-ca.crt',
      'Deployment web spec.template.spec.volumes[0].configMap.name: names ConfigMap e, which namespace shop does not have: expected c, kube-root-ca.crt',
    ],
  },
  'finds a key that does not exist': {
    given: [
      C_CONFIG_MAP,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, env: [{name: A, valueFrom: {configMapKeyRef: {name: c, key: l}}}]}], volumes: [{name: v, configMap: {name: c, items: [{key: m}]}}]}}}',
    ],
    found: [
      'Deployment web spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key: names key l, which ConfigMap c does not have: expected k',
      'Deployment web spec.template.spec.volumes[0].configMap.items[0].key: names key m, which ConfigMap c does not have: expected k',
    ],
  },
});
