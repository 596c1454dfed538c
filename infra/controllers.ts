import { interruptionQueueName, nodeRoleName } from '../src/model/cloud-names';
import type { Controller } from '../src/model/permissions';
import type { ControllerSubject } from './controller-subject';
import { loadBalancerController } from './load-balancer-controller';
import type { Statement } from './policies';

/** Rights of a controller: statements for this account, region and cluster, and policies that AWS maintains. */
interface ControllerRights {
  readonly statements: (subject: ControllerSubject) => readonly Statement[];
  readonly maintained?: readonly string[];
}

/** Rights of each controller, as its makers ask for; a new one fails to compile here. */
export const CONTROLLERS: Readonly<Record<Controller, ControllerRights>> = {
  'aws-load-balancer-controller': { statements: loadBalancerController },
  // it compares this program with the cloud, and keeps what it saw
  'cloud-preview': { statements: programState, maintained: ['ReadOnlyAccess'] },
  // this program itself: who makes roles could give itself any right that was left out here
  'cloud-program': { statements: programState, maintained: ['AdministratorAccess'] },
  'external-dns': { statements: externalDns },
  karpenter: { statements: karpenter },
};

/** Where the state of this environment's stack lies, bucket and alias of its key; both are there before the first run. */
export const stateName = ({ cluster }: Pick<ControllerSubject, 'cluster'>): string => `${cluster}-pulumi-state`;

/** The state, its key, and the secrets that a preview compares. */
function programState({ account, region, cluster }: ControllerSubject): readonly Statement[] {
  const bucket = `arn:aws:s3:::${stateName({ cluster })}`;
  return [
    allow('ListState', ['s3:ListBucket'], bucket),
    allow('KeepState', ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], `${bucket}/*`),
    allow(
      'ReadState',
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      `arn:aws:kms:${region}:${account}:key/*`,
      {
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `alias/${stateName({ cluster })}` },
      },
    ),
    allow('CompareSecrets', ['secretsmanager:GetSecretValue'], `arn:aws:secretsmanager:${region}:${account}:secret:*`),
  ];
}

/** Names in the zone of the platform's pages and in no other; lists of zones know no resource. */
function externalDns({ platformZone }: ControllerSubject): readonly Statement[] {
  return [
    {
      Sid: 'ChangePlatformNames',
      Effect: 'Allow',
      Action: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      Resource: platformZone,
    },
    { Sid: 'FindZones', Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: '*' },
  ];
}

/**
 * Policy of https://karpenter.sh (getting started, CloudFormation template): machines that carry the cluster's tag, and
 * nothing of others. Reading descriptions and prices knows no resource.
 */
function karpenter({ account, region, cluster }: ControllerSubject): readonly Statement[] {
  const ec2 = (...kinds: readonly string[]): string[] => kinds.map((kind) => `arn:aws:ec2:${region}:*:${kind}/*`);
  const published = ['image', 'snapshot'].map((kind) => `arn:aws:ec2:${region}::${kind}/*`);
  const made = ec2('fleet', 'instance', 'volume', 'network-interface', 'launch-template', 'spot-instances-request');
  const profiles = `arn:aws:iam::${account}:instance-profile/*`;
  const owned = { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: 'owned' };
  const becomesOwned = {
    [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: 'owned',
    'aws:RequestTag/eks:eks-cluster-name': cluster,
  };
  const regional = 'topology.kubernetes.io/region';
  const nodeClass = 'karpenter.k8s.aws/ec2nodeclass';
  return [
    allow(
      'UseImagesAndNetworks',
      ['ec2:CreateFleet', 'ec2:RunInstances'],
      [...published, ...ec2('capacity-reservation', 'security-group', 'subnet')],
    ),
    allow('UseOwnTemplates', ['ec2:CreateFleet', 'ec2:RunInstances'], ec2('launch-template'), {
      StringEquals: owned,
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    }),
    allow('MakeTagged', ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'], made, {
      StringEquals: becomesOwned,
      StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
    }),
    allow('TagWhatItMakes', ['ec2:CreateTags'], made, {
      StringEquals: { ...becomesOwned, 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] },
      StringLike: { 'aws:RequestTag/karpenter.sh/nodepool': '*' },
    }),
    allow('NameOwnMachines', ['ec2:CreateTags'], ec2('instance'), {
      StringEquals: owned,
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
      StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': cluster },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['Name', 'eks:eks-cluster-name', 'karpenter.sh/nodeclaim'] },
    }),
    allow('RemoveOwn', ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'], ec2('instance', 'launch-template'), {
      StringEquals: owned,
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    }),
    allow('ReadRegion', DESCRIBED, '*', { StringEquals: { 'aws:RequestedRegion': region } }),
    allow('ReadPrices', ['pricing:GetProducts'], '*'),
    allow('FindImages', ['ssm:GetParameter'], `arn:aws:ssm:${region}::parameter/aws/service/*`),
    allow(
      'ReadNotices',
      ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      `arn:aws:sqs:${region}:${account}:${interruptionQueueName({ cluster })}`,
    ),
    allow('HandOutNodeRole', ['iam:PassRole'], `arn:aws:iam::${account}:role/${nodeRoleName({ cluster })}`, {
      StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    }),
    allow('MakeProfiles', ['iam:CreateInstanceProfile'], profiles, {
      StringEquals: { ...becomesOwned, [`aws:RequestTag/${regional}`]: region },
      StringLike: { [`aws:RequestTag/${nodeClass}`]: '*' },
    }),
    allow('TagProfiles', ['iam:TagInstanceProfile'], profiles, {
      StringEquals: {
        ...owned,
        ...becomesOwned,
        [`aws:ResourceTag/${regional}`]: region,
        [`aws:RequestTag/${regional}`]: region,
      },
      StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*', [`aws:RequestTag/${nodeClass}`]: '*' },
    }),
    allow(
      'ChangeOwnProfiles',
      ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      profiles,
      {
        StringEquals: { ...owned, [`aws:ResourceTag/${regional}`]: region },
        StringLike: { [`aws:ResourceTag/${nodeClass}`]: '*' },
      },
    ),
    allow('ReadProfiles', ['iam:GetInstanceProfile'], profiles),
    // a list has no resource
    allow('ListProfiles', ['iam:ListInstanceProfiles'], '*'),
    allow('FindApiServer', ['eks:DescribeCluster'], `arn:aws:eks:${region}:${account}:cluster/${cluster}`),
  ];
}

const DESCRIBED = [
  'ec2:DescribeCapacityReservations',
  'ec2:DescribeImages',
  'ec2:DescribeInstanceStatus',
  'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstances',
  'ec2:DescribeLaunchTemplates',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSpotPriceHistory',
  'ec2:DescribeSubnets',
];

function allow(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Statement['Condition'],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}
