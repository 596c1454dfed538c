import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { EventRule, EventTarget } from '@pulumi/aws/cloudwatch';
import { AccessEntry } from '@pulumi/aws/eks';
import { Role, RolePolicyAttachment } from '@pulumi/aws/iam';
import { Queue, QueuePolicy } from '@pulumi/aws/sqs';
import { interruptionQueueName, nodeRoleName } from '../src/model/cloud-names';
import type { Cluster } from './cluster';
import type { Keys } from './keys';
import { NODE_POLICIES } from './nodes';
import { Part } from './part';
import type { Site } from './part';
import { assumedBy, awsPolicy, policyDocument } from './policies';

/** What AWS announces about machines, and Karpenter acts upon before it happens. */
const NOTICES = {
  'health-event': { source: 'aws.health', detail: 'AWS Health Event' },
  'spot-interruption': { source: 'aws.ec2', detail: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', detail: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', detail: 'EC2 Instance State-change Notification' },
} as const;

/** What Karpenter finds by name: the role of its nodes, and the queue of notices. Its own rights are its pod's role. */
export class Karpenter extends Part {
  constructor({ environment }: Site, cluster: Cluster, keys: Keys, options: ComponentResourceOptions) {
    super('karpenter', options);
    const role = new Role(
      'node',
      { name: nodeRoleName(environment), assumeRolePolicy: assumedBy('ec2.amazonaws.com') },
      this.inside,
    );
    for (const name of NODE_POLICIES)
      new RolePolicyAttachment(`node-${name}`, { role: role.name, policyArn: awsPolicy(name) }, this.inside);
    new AccessEntry('node', { clusterName: cluster.eks.name, principalArn: role.arn, type: 'EC2_LINUX' }, this.inside);
    const queue = new Queue(
      'interruptions',
      {
        name: interruptionQueueName(environment),
        kmsMasterKeyId: keys.of.messages.arn,
        // a notice of two minutes is worth nothing later
        messageRetentionSeconds: 300,
      },
      this.inside,
    );
    const policy = queue.arn.apply((arn) =>
      policyDocument(
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn,
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:events:${environment.region}:${environment.account}:rule/*` },
          },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ),
    );
    new QueuePolicy('interruptions', { queueUrl: queue.id, policy }, this.inside);
    for (const [name, { source, detail }] of Object.entries(NOTICES)) {
      const eventPattern = JSON.stringify({ source: [source], 'detail-type': [detail] });
      const rule = new EventRule(name, { eventPattern }, this.inside);
      new EventTarget(name, { rule: rule.name, arn: queue.arn }, this.inside);
    }
  }
}
