import type { Check } from '../check';
import { fieldsNamed } from './named-fields';
import { expected } from './valid';

/** Every ingress class that an Ingress names exists. */
export const ingressClass: Check = {
  id: 'ingress-class',
  severity: 'error',
  what: 'Every ingress class that an Ingress names exists.',
  why: 'No controller takes up an Ingress of a class that does not exist: it never gets an address.',
  remediation: 'Name a IngressClass of the cluster, or add one to the platform.',
  peers: ['popeye POP-1400'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
  run: (tree, report) => {
    for (const { at, path, value } of fieldsNamed(tree, 'ingressClassName'))
      if (!tree.find('IngressClass', '', value))
        report(
          at,
          path,
          `names IngressClass ${value}, which does not exist: ${expected(tree.namesOf('IngressClass', ''))}`,
        );
  },
};
