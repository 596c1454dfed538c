import type { Check } from '../check';

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resourceNames?: readonly string[];
}

function faultsOf({ apiGroups = [], resources = [], verbs = [], resourceNames = [] }: Rule): string[] {
  const may = (...wanted: string[]): boolean => verbs.includes('*') || wanted.some((verb) => verbs.includes(verb));
  const on = (...wanted: string[]): boolean => wanted.some((each) => resources.includes(each));
  return [
    ...(verbs.includes('*') ? ['allows every verb; expected those that are used'] : []),
    ...(resources.includes('*') ? ['is about every resource; expected those that are used'] : []),
    ...(apiGroups.includes('*') ? ['is about every API group; expected those that are used'] : []),
    ...(on('secrets') && resourceNames.length === 0 && may('get', 'list', 'watch')
      ? ['reads every Secret; expected resourceNames']
      : []),
    ...(may('escalate', 'bind', 'impersonate') && !verbs.includes('*')
      ? ['escalates: bind, escalate and impersonate give what one does not have']
      : []),
    ...(on('pods/exec', 'pods/attach') && may('create', 'get') ? ['runs commands in every pod'] : []),
    ...(on('serviceaccounts/token') && may('create')
      ? ['makes tokens of every ServiceAccount; expected resourceNames']
      : []),
  ];
}

export const rbacBreadth: Check = {
  id: 'rbac-breadth',
  severity: 'error',
  what: 'No role may do everything, read all Secrets, or give itself more than it has.',
  why: 'Whoever holds such a role holds the cluster.',
  remediation: 'Name the groups, resources and verbs that are used.',
  peers: [
    'kube-linter wildcard-in-rules',
    'kube-linter access-to-secrets',
    'kube-linter access-to-create-pods',
    'kube-linter cluster-admin-role-binding',
    'Trivy KSV041',
    'Trivy KSV044',
    'Trivy KSV046',
    'Trivy KSV047',
    'Trivy KSV048',
    'Trivy KSV050',
    'Trivy KSV111',
    'Checkov CKV_K8S_49',
    'Checkov CKV_K8S_155',
    'Checkov CKV_K8S_156',
    'Checkov CKV_K8S_157',
    'Checkov CKV_K8S_158',
    'Kyverno restrict-wildcard-verbs',
    'Kyverno restrict-wildcard-resources',
    'Polaris clusterrolePodExecAttach',
    'Polaris rolebindingClusterAdminRole',
  ],
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  run: (tree, report) => {
    for (const kind of ['Role', 'ClusterRole'])
      for (const at of tree.ofKind(kind, 'rbac.authorization.k8s.io'))
        ((at.manifest['rules'] ?? []) as Rule[]).forEach((rule, index) => {
          for (const message of faultsOf(rule)) report(at, `rules[${index}]`, message);
        });
    for (const kind of ['RoleBinding', 'ClusterRoleBinding'])
      for (const at of tree.ofKind(kind, 'rbac.authorization.k8s.io')) {
        const { name } = (at.manifest['roleRef'] ?? {}) as { name?: string };
        if (name === 'cluster-admin') report(at, 'roleRef.name', 'is cluster-admin, which may do everything');
      }
  },
};
