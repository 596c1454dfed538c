import type { RoleBinding } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected, within } from './valid';

/** A binding binds a role that exists to accounts that exist. */
export const roleBinding: Check = {
  id: 'role-binding',
  severity: 'error',
  what: 'The role and the ServiceAccounts of a RoleBinding or ClusterRoleBinding exist.',
  why: 'A binding to nothing is accepted and grants nothing; whoever later creates the missing role or account gets it by surprise.',
  remediation: 'Name the role and the accounts as they are called, with the namespace of each account.',
  peers: ['popeye POP-1300', 'kube-linter dangling-rolebinding'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding',
  run: (tree, report) => {
    for (const at of [...tree.ofKind('RoleBinding'), ...tree.ofKind('ClusterRoleBinding')]) {
      const { roleRef, subjects = [] } = claimed<RoleBinding>(at);
      const { kind = '', name = '' } = roleRef ?? {};
      const namespace = kind === 'Role' ? namespaceOf(at) : '';
      if (!tree.find(kind, namespace, name))
        report(
          at,
          'roleRef.name',
          `names ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, namespace))}`,
        );
      subjects.forEach((subject, index) => {
        if (subject.kind !== 'ServiceAccount') return;
        const of = subject.namespace ?? namespaceOf(at);
        if (!tree.find('ServiceAccount', of, subject.name ?? ''))
          report(
            at,
            `subjects[${index}].name`,
            `names ServiceAccount ${subject.name ?? ''}, which ${within(of)} does not have: ${expected(tree.namesOf('ServiceAccount', of))}`,
          );
      });
    }
  },
};
