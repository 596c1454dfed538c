import type { ExternalSecret } from '../../../imports/external-secrets';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** An ExternalSecret reads from a store that exists. */
export const secretStore: Check = {
  id: 'secret-store',
  severity: 'error',
  what: 'The SecretStore or ClusterSecretStore of every ExternalSecret exists.',
  why: 'Without its store the Secret is never made, and no pod that reads it starts.',
  remediation: 'Name a store of the namespace, or one of the cluster with kind ClusterSecretStore.',
  peers: [],
  source: 'https://external-secrets.io/latest/api/externalsecret/',
  run: (tree, report) => {
    for (const at of tree.ofKind('ExternalSecret')) {
      const { kind = 'SecretStore', name } = claimed<ExternalSecret>(at).spec?.secretStoreRef ?? {};
      const namespace = kind === 'ClusterSecretStore' ? '' : namespaceOf(at);
      if (name !== undefined && !tree.find(kind, namespace, name))
        report(
          at,
          'spec.secretStoreRef.name',
          `names ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, namespace))}`,
        );
    }
  },
};
