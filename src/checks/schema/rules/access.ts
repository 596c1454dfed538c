import { shown } from '../fault';
import { dnsSubdomain, pathSegment } from '../formats';
import type { Rule, RuleTable } from './rule';
import { isSet, list, text, named, nonEmpty, oneOf } from './rule';

const policyRule: Rule = ({ apiGroups, resources, nonResourceURLs }, visit) => {
  if (list(nonResourceURLs).length > 0) {
    if (list(resources).length + list(apiGroups).length > 0)
      visit.fault('has nonResourceURLs beside apiGroups or resources; expected a rule for each');
    return;
  }
  if (list(apiGroups).length === 0) visit.fault('apiGroups is missing');
  if (list(resources).length === 0) visit.fault('resources is missing');
};

const subject: Rule = (object, visit) => {
  const { kind, apiGroup } = object;
  const group = kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
  if (!['ServiceAccount', 'User', 'Group'].includes(kind as string))
    visit.fault(`is ${shown(kind)}; expected one of ServiceAccount, User, Group`, 'kind');
  else if (isSet(apiGroup) && apiGroup !== group)
    visit.fault(`is ${shown(apiGroup)}; expected ${shown(group)}`, 'apiGroup');
  if (kind === 'ServiceAccount') text('name', dnsSubdomain)(object, visit);
};

/** In a RoleBinding a ServiceAccount is of its namespace unless it says another. */
const clusterSubjects: Rule = ({ subjects }, visit) => {
  list(subjects).forEach(({ kind, namespace }, index) => {
    if (kind === 'ServiceAccount' && (!isSet(namespace) || namespace === ''))
      visit.fault('namespace is missing', `subjects[${index}]`);
  });
};

const namespacedRules: Rule = ({ rules }, visit) => {
  list(rules).forEach(({ nonResourceURLs }, index) => {
    if (list(nonResourceURLs).length > 0)
      visit.fault('is not for a Role; expected a ClusterRole', `rules[${index}].nonResourceURLs`);
  });
};

/** Roles and who has them. */
export const accessRules: RuleTable = {
  PolicyRule: [nonEmpty('verbs'), policyRule],
  RoleRef: [
    named('name', pathSegment),
    oneOf('kind', 'Role', 'ClusterRole'),
    oneOf('apiGroup', 'rbac.authorization.k8s.io'),
  ],
  Subject: [nonEmpty('name'), subject],
};

/** By group and kind. */
export const accessKindRules: RuleTable = {
  'rbac.authorization.k8s.io/ClusterRoleBinding': [clusterSubjects],
  'rbac.authorization.k8s.io/Role': [namespacedRules],
};
