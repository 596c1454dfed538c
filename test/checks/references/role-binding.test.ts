import { roleBinding } from '../../../src/checks/references/role-binding';
import { judgeTable } from '../judging';

judgeTable(roleBinding, {
  'accepts roles and accounts that exist': {
    given: [
      'v1 ServiceAccount shop/web',
      'rbac.authorization.k8s.io/v1 Role shop/r',
      'rbac.authorization.k8s.io/v1 RoleBinding shop/a roleRef: {kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: web}, {kind: Group, name: any}]',
      'rbac.authorization.k8s.io/v1 ClusterRoleBinding b roleRef: {kind: ClusterRole, name: view}',
    ],
  },
  'accepts what a namespace given in vain, or given later, does not hide': {
    given: [
      'rbac.authorization.k8s.io/v1 ClusterRole shop/r',
      'v1 ServiceAccount web',
      'rbac.authorization.k8s.io/v1 ClusterRoleBinding b roleRef: {kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, name: web, namespace: shop}]',
    ],
  },
  'finds a role of the cluster that does not exist': {
    given: ['rbac.authorization.k8s.io/v1 ClusterRoleBinding b roleRef: {kind: ClusterRole, name: nobody}'],
    found: [
      'ClusterRoleBinding b roleRef.name: names ClusterRole nobody, which does not exist: expected admin, cluster-admin, edit, system:auth-delegator, system:discovery, system:node, view',
    ],
  },
  'finds a role and an account that do not exist': {
    given: [
      'rbac.authorization.k8s.io/v1 ClusterRole r',
      'rbac.authorization.k8s.io/v1 RoleBinding shop/a roleRef: {kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: web, namespace: other}]',
    ],
    found: [
      'RoleBinding a roleRef.name: names Role r, which does not exist: there is none',
      'RoleBinding a subjects[0].name: names ServiceAccount web, which namespace other does not have: there is none',
    ],
  },
});
