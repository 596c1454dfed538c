import type { Certificate } from '../../../imports/cert-manager';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** A Certificate is issued by somebody. */
export const certificateIssuer: Check = {
  id: 'certificate-issuer',
  severity: 'error',
  what: 'The Issuer or ClusterIssuer of every Certificate exists.',
  why: 'The Certificate waits for its issuer for ever, and with it all that mounts its Secret: for the mesh, every pod.',
  remediation: 'Name an issuer of the namespace, or one of the cluster with kind ClusterIssuer.',
  peers: ['cmctl check'],
  source: 'https://cert-manager.io/docs/usage/certificate/',
  run: (tree, report) => {
    for (const at of tree.ofKind('Certificate', 'cert-manager.io')) {
      const { kind = 'Issuer', name = '' } = claimed<Certificate>(at).spec?.issuerRef ?? {};
      const namespace = kind === 'ClusterIssuer' ? '' : namespaceOf(at);
      if (!tree.find(kind, namespace, name))
        report(
          at,
          'spec.issuerRef.name',
          `names ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, namespace))}`,
        );
    }
  },
};
