import { secretKey } from '../../../src/checks/references/secret-key';
import { judgeTable } from '../judging';

judgeTable(secretKey, {
  'accepts what ExternalSecrets, Certificates and operators make': {
    given: [
      'external-secrets.io/v1 ExternalSecret shop/db spec: {data: [{secretKey: password}]}',
      'external-secrets.io/v1 ExternalSecret shop/all spec: {dataFrom: [{}]}',
      'external-secrets.io/v1 ExternalSecret shop/merged spec: {data: [{secretKey: a}], target: {template: {mergePolicy: Merge, data: {b: ""}}}}',
      'cert-manager.io/v1 Certificate shop/tls spec: {secretName: tls}',
      'elasticsearch.k8s.elastic.co/v1 Elasticsearch shop/logs spec: {nodeSets: [{name: hot}]}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: password}}}, {name: B, valueFrom: {secretKeyRef: {name: all, key: any}}}, {name: C, valueFrom: {secretKeyRef: {name: merged, key: a}}}, {name: D, valueFrom: {secretKeyRef: {name: logs-es-elastic-user, key: elastic}}}]}], volumes: [{name: t, secret: {secretName: tls, items: [{key: tls.key}]}}]}}}',
    ],
  },
  'finds a Secret that nobody makes': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {imagePullSecrets: [{name: pull}], containers: [{name: web, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: password}}}]}], volumes: [{name: t, secret: {secretName: tls}}]}}}',
    ],
    found: [
      'Deployment web spec.template.spec.imagePullSecrets[0].name: names Secret pull, which namespace shop does not have: there is none',
      'Deployment web spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name: names Secret db, which namespace shop does not have: there is none',
      'Deployment web spec.template.spec.volumes[0].secret.secretName: names Secret tls, which namespace shop does not have: there is none',
    ],
  },
  'finds a key that a template replaces': {
    given: [
      'external-secrets.io/v1 ExternalSecret shop/db spec: {data: [{secretKey: password}], target: {template: {data: {url: x}}}}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: password}}}]}]}}}',
    ],
    found: [
      'Deployment web spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key: names key password, which Secret db does not have: expected url',
    ],
  },
  'finds what custom resources read': {
    given: [
      'cert-manager.io/v1 ClusterIssuer ca spec: {ca: {secretName: root}}',
      'cert-manager.io/v1 Issuer shop/ca spec: {ca: {secretName: root}}',
      'trust.cert-manager.io/v1alpha1 Bundle b spec: {sources: [{secret: {name: root, key: ca.crt}}]}',
      'elasticsearch.k8s.elastic.co/v1 Elasticsearch shop/logs spec: {auth: {fileRealm: [{secretName: users}]}, http: {tls: {certificate: {secretName: cert}}}, nodeSets: [{name: a, podTemplate: {spec: {containers: [{name: e, envFrom: [{secretRef: {name: f}}]}]}}}]}',
      'grafana.integreatly.org/v1beta1 GrafanaDatasource shop/d spec: {valuesFrom: [{valueFrom: {secretKeyRef: {name: g, key: h}}}]}',
      'networking.k8s.io/v1 Ingress shop/i spec: {tls: [{secretName: j}]}',
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/o spec: {env: [{name: A, valueFrom: {secretKeyRef: {name: k, key: l}}}]}',
    ],
    found: [
      'ClusterIssuer ca spec.ca.secretName: names Secret root, which namespace cert-manager does not have: there is none',
      'Issuer ca spec.ca.secretName: names Secret root, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'Bundle b spec.sources[0].secret.name: names Secret root, which namespace cert-manager does not have: there is none',
      'Ingress i spec.tls[0].secretName: names Secret j, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'Elasticsearch logs spec.auth.fileRealm[0].secretName: names Secret users, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'GrafanaDatasource d spec.valuesFrom[0].valueFrom.secretKeyRef.name: names Secret g, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'OpenTelemetryCollector o spec.env[0].valueFrom.secretKeyRef.name: names Secret k, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'Elasticsearch logs spec.http.tls.certificate.secretName: names Secret cert, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
      'Elasticsearch logs spec.nodeSets[0].podTemplate.spec.containers[0].envFrom[0].secretRef.name: names Secret f, which namespace shop does not have: expected logs-es-elastic-user, logs-es-http-certs-internal, logs-es-http-certs-public',
    ],
  },
});
