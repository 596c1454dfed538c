import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, ServiceAccount } from '../../imports/kubernetes';
import { podRole } from '../model/permissions';
import type { ResolvedMicroservice } from '../model/resolved';
import { labelsOf, prerequisite } from './labels';

/** Who the pods are: for the mesh, for AWS (EKS Pod Identity binds a role to this name) and for the API server. */
export function serviceAccount(microservice: ResolvedMicroservice): ServiceAccount {
  const annotations = { ...permissionAnnotations(microservice), ...prerequisite(microservice).annotations };
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: microservice.self.serviceAccount,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    automountServiceAccountToken: false,
  };
}

/** What its role may do in AWS, so that a review of manifests shows a right that comes or goes. */
function permissionAnnotations(microservice: ResolvedMicroservice): Readonly<Record<string, string>> {
  return Object.fromEntries(
    podRole(microservice).permissions.map(({ sid, resources }) => [
      `permissions.chartwright.dev/${sid}`,
      resources.map((resource) => ('name' in resource ? resource.name : resource.kind)).join(','),
    ]),
  );
}

/** Rights at the API server, only where it is a declared callee. */
export function apiRights(
  microservice: ResolvedMicroservice,
): (Role | RoleBinding | ClusterRole | ClusterRoleBinding)[] {
  return microservice.kubernetesApi.flatMap(
    (call, index): (Role | RoleBinding | ClusterRole | ClusterRoleBinding)[] => {
      const suffix = index === 0 ? '' : `-${index + 1}`;
      const rules = call.rules.map((rule) => ({
        apiGroups: [...rule.apiGroups],
        resources: [...rule.resources],
        verbs: [...rule.verbs],
      }));
      const subjects = [
        { kind: 'ServiceAccount', name: microservice.self.serviceAccount, namespace: microservice.namespace },
      ];
      const labels = labelsOf(microservice);
      if (call.clusterWide) {
        const name = `${microservice.namespace}-${microservice.name}${suffix}`;
        return [
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRole',
            metadata: { name, labels },
            rules,
          } satisfies ClusterRole,
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRoleBinding',
            metadata: { name, labels },
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
            subjects,
          } satisfies ClusterRoleBinding,
        ];
      }
      const metadata = { name: `${microservice.name}${suffix}`, namespace: microservice.namespace, labels };
      return [
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules } satisfies Role,
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'RoleBinding',
          metadata,
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
          subjects,
        } satisfies RoleBinding,
      ];
    },
  );
}
