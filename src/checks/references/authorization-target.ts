import type { AuthorizationPolicy, MeshTLSAuthentication } from '../../../imports/linkerd-policy';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected, within } from './valid';

/** Targets that Linkerd's policy controller knows: https://linkerd.io/2/reference/authorization-policy/. */
const TARGETS = ['Server', 'HTTPRoute', 'GRPCRoute', 'Namespace'];

/** A policy authorises somebody who exists for something that exists. */
export const authorizationTarget: Check = {
  id: 'authorization-target',
  severity: 'error',
  what: 'The target and the authentications of an AuthorizationPolicy exist, and so do the ServiceAccounts those name.',
  why: 'Linkerd takes what does not resolve for "nobody": every call that the policy was to allow is refused with 403.',
  remediation: 'Name a Server, route or namespace, and authentications, of the namespace of the policy.',
  peers: ['linkerd check --proxy', 'istioctl analyze IST0101'],
  source: 'https://linkerd.io/2/reference/authorization-policy/',
  run: (tree, report) => {
    for (const at of tree.ofKind('AuthorizationPolicy', 'policy.linkerd.io')) {
      const { targetRef, requiredAuthenticationRefs = [] } = claimed<AuthorizationPolicy>(at).spec ?? {};
      const { kind = '', name = '' } = targetRef ?? {};
      const namespace = kind === 'Namespace' ? '' : namespaceOf(at);
      if (!TARGETS.includes(kind)) report(at, 'spec.targetRef.kind', `is ${kind}: ${expected(TARGETS)}`);
      else if (!tree.find(kind, namespace, name) || (kind === 'Namespace' && name !== namespaceOf(at)))
        report(
          at,
          'spec.targetRef.name',
          `names ${kind} ${name}, which ${within(namespaceOf(at))} does not have: ${expected(kind === 'Namespace' ? [namespaceOf(at)] : tree.namesOf(kind, namespace))}`,
        );
      requiredAuthenticationRefs.forEach((reference, index) => {
        const of = reference.namespace ?? namespaceOf(at);
        const [wanted, own] = [reference.kind ?? '', reference.name ?? ''];
        if (!tree.find(wanted, of, own))
          report(
            at,
            `spec.requiredAuthenticationRefs[${index}].name`,
            `names ${wanted} ${own}, which ${within(of)} does not have: ${expected(tree.namesOf(wanted, of))}`,
          );
      });
    }
    for (const at of tree.ofKind('MeshTLSAuthentication', 'policy.linkerd.io'))
      (claimed<MeshTLSAuthentication>(at).spec?.identityRefs ?? []).forEach(({ kind = '', name, namespace }, index) => {
        const of = kind === 'Namespace' ? '' : (namespace ?? namespaceOf(at));
        if (name !== undefined && !tree.find(kind, of, name))
          report(
            at,
            `spec.identityRefs[${index}].name`,
            `names ${kind} ${name}, which ${of === '' ? 'the cluster' : `namespace ${of}`} does not have: ${expected(tree.namesOf(kind, of))}`,
          );
      });
  },
};
