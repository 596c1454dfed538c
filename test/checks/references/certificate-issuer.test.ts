import { certificateIssuer } from '../../../src/checks/references/certificate-issuer';
import { judgeTable } from '../judging';

const X_CERTIFICATE = 'cert-manager.io/v1 Certificate shop/x spec: {issuerRef: {name: a}}';

judgeTable(certificateIssuer, {
  'accepts an issuer of the namespace and one of the cluster': {
    given: [
      'cert-manager.io/v1 Issuer shop/a',
      'cert-manager.io/v1 ClusterIssuer b',
      X_CERTIFICATE,
      'cert-manager.io/v1 Certificate shop/y spec: {issuerRef: {kind: ClusterIssuer, name: b}}',
    ],
  },
  'finds an issuer of the namespace where one of the cluster is meant': {
    given: ['cert-manager.io/v1 ClusterIssuer a', X_CERTIFICATE],
    found: ['Certificate x spec.issuerRef.name: names Issuer a, which does not exist: there is none'],
  },
  'finds an issuer that does not exist': {
    given: ['cert-manager.io/v1 Issuer other/a', X_CERTIFICATE],
    found: ['Certificate x spec.issuerRef.name: names Issuer a, which does not exist: there is none'],
  },
});
