import type { ControllerSubject } from './controller-subject';
import type { Statement } from './policies';

/** The tag on everything the controller makes. */
const TAG = 'elbv2.k8s.aws/cluster';

/** Descriptions and lookups, for which AWS knows no resource. */
const READS = [
  'acm:DescribeCertificate',
  'acm:ListCertificates',
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeIpamPools',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTags',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:GetSecurityGroupsForVpc',
  'elasticloadbalancing:DescribeCapacityReservation',
  'elasticloadbalancing:DescribeListenerAttributes',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeSSLPolicies',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeTrustStores',
  'shield:DescribeProtection',
  'shield:GetSubscriptionState',
  'wafv2:GetWebACL',
  'wafv2:GetWebACLForResource',
];

/**
 * Policy of https://kubernetes-sigs.github.io/aws-load-balancer-controller (install, `iam_policy.json`), without what this
 * platform has no use for (Cognito, WAF associations, Shield subscriptions), and for tags of this cluster instead of any.
 */
export function loadBalancerController({ account, region, cluster }: ControllerSubject): readonly Statement[] {
  const elb = (...kinds: readonly string[]): string[] =>
    kinds.map((kind) => `arn:aws:elasticloadbalancing:${region}:${account}:${kind}/*`);
  const groups = `arn:aws:ec2:${region}:${account}:security-group/*`;
  const own = { StringEquals: { [`aws:ResourceTag/${TAG}`]: cluster } };
  const becomesOwn = { StringEquals: { [`aws:RequestTag/${TAG}`]: cluster } };
  const balancers = elb('loadbalancer/app', 'loadbalancer/net');
  const listeners = elb('listener/app', 'listener/net', 'listener-rule/app', 'listener-rule/net');
  return [
    { Sid: 'Read', Effect: 'Allow', Action: READS, Resource: '*' },
    {
      Sid: 'FirstLoadBalancerOfAccount',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: `arn:aws:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/*`,
      Condition: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
    {
      // it opens the nodes' group, which is not its own, to the load balancers of the platform's pages
      Sid: 'OpenPorts',
      Effect: 'Allow',
      Action: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      Resource: groups,
    },
    {
      Sid: 'MakeSecurityGroups',
      Effect: 'Allow',
      Action: ['ec2:CreateSecurityGroup'],
      Resource: [groups, `arn:aws:ec2:${region}:${account}:vpc/*`],
    },
    {
      Sid: 'TagNewSecurityGroups',
      Effect: 'Allow',
      Action: ['ec2:CreateTags'],
      Resource: groups,
      Condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup', ...becomesOwn.StringEquals } },
    },
    {
      Sid: 'ChangeOwnSecurityGroups',
      Effect: 'Allow',
      Action: ['ec2:CreateTags', 'ec2:DeleteSecurityGroup', 'ec2:DeleteTags'],
      Resource: groups,
      Condition: own,
    },
    {
      Sid: 'MakeLoadBalancers',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      Resource: [...balancers, ...elb('targetgroup')],
      Condition: becomesOwn,
    },
    {
      Sid: 'TagNewLoadBalancers',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:AddTags'],
      Resource: [...balancers, ...elb('targetgroup')],
      Condition: {
        StringEquals: {
          'elasticloadbalancing:CreateAction': ['CreateLoadBalancer', 'CreateTargetGroup'],
          ...becomesOwn.StringEquals,
        },
      },
    },
    {
      Sid: 'ChangeOwnLoadBalancers',
      Effect: 'Allow',
      Action: [
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:ModifyTargetGroup',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
      ],
      Resource: [...balancers, ...elb('targetgroup')],
      Condition: own,
    },
    {
      Sid: 'ChangeListeners',
      Effect: 'Allow',
      Action: [
        'elasticloadbalancing:AddListenerCertificates',
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:DeleteRule',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:ModifyListenerAttributes',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:RemoveListenerCertificates',
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:SetRulePriorities',
      ],
      Resource: listeners,
    },
    {
      // target groups of this program among them, which carry no tag of the controller
      Sid: 'RegisterPods',
      Effect: 'Allow',
      Action: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      Resource: elb('targetgroup'),
    },
  ];
}
