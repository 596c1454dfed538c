import { rbacBreadth } from '../../../src/checks/practice/rbac-breadth';
import { judgeTable } from '../judging';

judgeTable(rbacBreadth, {
  'accepts what is used': {
    given: [
      'rbac.authorization.k8s.io/v1 Role shop/reader rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]',
    ],
  },
  'accepts Secrets by name': {
    given: [
      'rbac.authorization.k8s.io/v1 Role shop/reader rules: [{apiGroups: [""], resources: [secrets], resourceNames: [tls], verbs: [get]}]',
    ],
  },
  'finds everything': {
    given: ['rbac.authorization.k8s.io/v1 ClusterRole x rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]'],
    found: [
      'ClusterRole x rules[0]: allows every verb; expected those that are used',
      'ClusterRole x rules[0]: is about every resource; expected those that are used',
      'ClusterRole x rules[0]: is about every API group; expected those that are used',
    ],
  },
  'finds Secrets, commands, tokens, rights': {
    given: [
      'rbac.authorization.k8s.io/v1 Role shop/x rules: [{apiGroups: [""], resources: [secrets, pods/exec, serviceaccounts/token], verbs: [get, create, bind]}]',
    ],
    found: [
      'Role x rules[0]: reads every Secret; expected resourceNames',
      'Role x rules[0]: escalates: bind, escalate and impersonate give what one does not have',
      'Role x rules[0]: runs commands in every pod',
      'Role x rules[0]: makes tokens of every ServiceAccount; expected resourceNames',
    ],
  },
  'finds cluster-admin': {
    given: ['rbac.authorization.k8s.io/v1 ClusterRoleBinding x roleRef: {name: cluster-admin}'],
    found: ['ClusterRoleBinding x roleRef.name: is cluster-admin, which may do everything'],
  },
});
