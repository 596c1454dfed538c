import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { DefaultKmsKey, EncryptionByDefault } from '@pulumi/aws/ebs';
import { Alias, Key } from '@pulumi/aws/kms';
import { Part } from './part';
import type { Site } from './part';
import { policyDocument } from './policies';
import type { Statement } from './policies';

/** What is encrypted with a key of its own, so that access to one kind of data never opens another. */
export type KeyUse = 'cluster' | 'data' | 'images' | 'logs' | 'messages' | 'secrets' | 'volumes';

/** Customer managed keys, which rotate once a year. */
export class Keys extends Part {
  readonly of: Readonly<Record<KeyUse, Key>>;

  constructor(site: Site, options: ComponentResourceOptions) {
    super('keys', options);
    const { account, region } = site.environment;
    const key = (use: KeyUse, description: string, ...statements: readonly Statement[]): Key => {
      const made = new Key(
        use,
        {
          description,
          enableKeyRotation: true,
          deletionWindowInDays: site.settings.keeps ? 30 : 7,
          policy: policyDocument(administration(account), ...statements),
        },
        // whatever it encrypted goes with it
        { ...this.inside, protect: site.settings.keeps },
      );
      new Alias(use, { name: `alias/${site.environment.cluster}/${use}`, targetKeyId: made.keyId }, this.inside);
      return made;
    };
    this.of = {
      cluster: key('cluster', 'Secrets in the API server'),
      data: key('data', 'Databases, caches, topics and tables', through('dynamodb', site)),
      images: key('images', 'Container images'),
      logs: key('logs', 'Log groups', {
        Effect: 'Allow',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` } },
      }),
      messages: key(
        'messages',
        'Alarms, and the notices that Karpenter reads',
        through('sqs', site),
        {
          ...sends('cloudwatch.amazonaws.com'),
          Condition: { StringEquals: { 'aws:SourceAccount': account } },
        },
        // it does not say for whom it asks; the policy of the queue does
        sends('events.amazonaws.com'),
      ),
      secrets: key('secrets', 'Secrets Manager', through('secretsmanager', site)),
      volumes: key('volumes', 'Disks of nodes and of pods', through('ec2', site), autoScaling(account)),
    };
    // what Karpenter and the CSI driver make names no key, and gets this one
    new DefaultKmsKey('volumes', { keyArn: this.of.volumes.arn }, this.inside);
    new EncryptionByDefault('volumes', { enabled: true }, this.inside);
  }
}

/** Who administers the account administers the key, and gives others their part in IAM. */
function administration(account: string): Statement {
  return {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

/** A service that puts messages into what is encrypted. */
const sends = (service: string): Statement => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
});

/** EC2 Auto Scaling starts the system nodes by a role of its own, which need not be there yet. */
function autoScaling(account: string): Statement {
  const role = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  return {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: USE,
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:CallerAccount': account },
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}` },
    },
  };
}

/** What EC2 and stores do with a key for whoever makes or opens something. */
const USE = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:CreateGrant',
  'kms:DescribeKey',
];

/**
 * Whoever of this account may use the service's resource may use its key, and only through that service: the policy of
 * AWS's own keys. So a role's rights are those of its edges and no others.
 */
function through(service: string, { environment }: Site): Statement {
  return {
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: USE,
    Resource: '*',
    Condition: {
      StringEquals: {
        'kms:CallerAccount': environment.account,
        'kms:ViaService': `${service}.${environment.region}.amazonaws.com`,
      },
    },
  };
}
