import { secretStore } from '../../../src/checks/references/secret-store';
import { judgeTable } from '../judging';

const B_CLUSTER_SECRET_STORE = 'external-secrets.io/v1 ClusterSecretStore b';

judgeTable(secretStore, {
  'accepts a store of the namespace and one of the cluster': {
    given: [
      'external-secrets.io/v1 SecretStore shop/a',
      B_CLUSTER_SECRET_STORE,
      'external-secrets.io/v1 ExternalSecret shop/x spec: {secretStoreRef: {name: a}}',
      'external-secrets.io/v1 ExternalSecret shop/y spec: {secretStoreRef: {kind: ClusterSecretStore, name: b}}',
    ],
  },
  'finds a store of another namespace': {
    given: [
      'external-secrets.io/v1 SecretStore other/a',
      'external-secrets.io/v1 ExternalSecret shop/x spec: {secretStoreRef: {name: a}}',
    ],
    found: ['ExternalSecret x spec.secretStoreRef.name: names SecretStore a, which does not exist: there is none'],
  },
  'finds a store that does not exist': {
    given: [B_CLUSTER_SECRET_STORE, 'external-secrets.io/v1 ExternalSecret shop/x spec: {secretStoreRef: {name: b}}'],
    found: ['ExternalSecret x spec.secretStoreRef.name: names SecretStore b, which does not exist: there is none'],
  },
});
