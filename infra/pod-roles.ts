import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { PodIdentityAssociation } from '@pulumi/aws/eks';
import { Role, RolePolicy, RolePolicyAttachment } from '@pulumi/aws/iam';
import type { CloudResource, Permission, PodRole } from '../src/model/permissions';
import type { Cluster } from './cluster';
import { CONTROLLERS } from './controllers';
import type { ControllerSubject } from './controller-subject';
import { Part } from './part';
import type { Site } from './part';
import { awsPolicy, policyDocument } from './policies';
import type { Statement } from './policies';

/** What only the cloud could tell of the things that permissions name. */
export interface KnownArns extends ControllerSubject {
  readonly kafkaCluster: string;
}

/** A role for each ServiceAccount that the fleet gives rights, with exactly these, and its binding by EKS Pod Identity. */
export class PodRoles extends Part {
  constructor(
    site: Site,
    cluster: Cluster,
    roles: readonly PodRole[],
    known: Output<KnownArns>,
    options: ComponentResourceOptions,
  ) {
    super('pod-roles', options);
    for (const { namespace, serviceAccount, permissions, controller } of roles) {
      const name = `${namespace}/${serviceAccount}`;
      const rights = controller === undefined ? undefined : CONTROLLERS[controller];
      const role = new Role(
        name,
        {
          namePrefix: `${serviceAccount.slice(0, 37)}-`,
          description: `Pods of ${name} in ${site.environment.cluster}`,
          assumeRolePolicy: cluster.eks.arn.apply((arn) => podTrust(arn, namespace, serviceAccount)),
        },
        this.inside,
      );
      const policy = known.apply((arns) =>
        policyDocument(
          ...permissions.map((permission) => statementOf(permission, arns)),
          ...(rights?.statements(arns) ?? []),
        ),
      );
      const given = [
        new RolePolicy(name, { role: role.id, policy }, this.inside),
        ...(rights?.maintained ?? []).map(
          (maintained) =>
            new RolePolicyAttachment(
              `${name}-${maintained}`,
              { role: role.name, policyArn: awsPolicy(maintained) },
              this.inside,
            ),
        ),
      ];
      new PodIdentityAssociation(
        name,
        { clusterName: cluster.eks.name, namespace, serviceAccount, roleArn: role.arn },
        // a pod that starts in between would find a role that may do nothing
        { ...this.inside, dependsOn: given },
      );
    }
  }
}

/** Only pods of this ServiceAccount in this cluster may take the role, whoever associates it with others. */
export function podTrust(clusterArn: string, namespace: string, serviceAccount: string): string {
  return policyDocument({
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': clusterArn,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  });
}

/** A permission of the model as IAM spells it. */
export function statementOf({ sid, actions, resources }: Permission, known: KnownArns): Statement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resources.map((resource) => arnOf(resource, known)),
  };
}

function arnOf(resource: CloudResource, { kafkaCluster, region, account }: KnownArns): string {
  switch (resource.kind) {
    case 'kafka-cluster':
      return kafkaCluster;
    case 'kafka-topic':
      return `${kafkaCluster.replace(':cluster/', ':topic/')}/${resource.name}`;
    case 'kafka-group':
      return `${kafkaCluster.replace(':cluster/', ':group/')}/${resource.name}`;
    case 'dynamodb-table':
      return `arn:aws:dynamodb:${region}:${account}:table/${resource.name}`;
    case 'secrets':
      return `arn:aws:secretsmanager:${region}:${account}:secret:${resource.prefix}*`;
  }
}
