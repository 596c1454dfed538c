import type { ComponentResourceOptions, CustomResourceOptions, Output } from '@pulumi/pulumi';
import {
  DefaultRouteTable,
  DefaultSecurityGroup,
  Eip,
  FlowLog,
  InternetGateway,
  NatGateway,
  Route,
  RouteTable,
  RouteTableAssociation,
  Subnet,
  Vpc,
} from '@pulumi/aws/ec2';
import { Role, RolePolicy } from '@pulumi/aws/iam';
import type { NetworkRanges } from '../src/model/environment';
import { splitRanges } from './cidr';
import type { Keys } from './keys';
import { logGroup } from './logs';
import { Part } from './part';
import type { Site } from './part';
import { assumedBy, policyDocument } from './policies';

/** What subnets are for; each has one in every zone. */
export type SubnetUse = Exclude<keyof NetworkRanges, 'vpc'>;

/**
 * The VPC by the plan of addresses. Only the gateways to the internet have a way in from it, and only what runs in pods
 * has a way out.
 */
export class Network extends Part {
  readonly vpc: Vpc;
  readonly subnets: Readonly<Record<SubnetUse, readonly Subnet[]>>;
  /** Route tables of the pods, one for each zone. */
  readonly routes: readonly RouteTable[];

  constructor(site: Site, keys: Keys, options: ComponentResourceOptions) {
    super('network', options);
    const { environment, settings } = site;
    this.vpc = new Vpc(
      'vpc',
      {
        cidrBlock: environment.network.vpc,
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: { Name: environment.cluster },
      },
      this.inside,
    );
    closeDefaults(this.vpc, this.inside);
    this.flowLogs(site, keys);
    this.subnets = {
      internet: this.zonal(site, 'internet'),
      // Karpenter finds its subnets by this tag
      pods: this.zonal(site, 'pods', { 'karpenter.sh/discovery': environment.cluster }),
      data: this.zonal(site, 'data'),
      // the AWS Load Balancer Controller finds these for the platform's own pages
      loadBalancers: this.zonal(site, 'loadBalancers', { 'kubernetes.io/role/internal-elb': '1' }),
      apiServer: this.zonal(site, 'apiServer'),
    };
    const gateways = this.gateways(settings.natGateways === 'one' ? 1 : settings.zones.length);
    this.routes = this.subnets.pods.map((subnet, index) => {
      const nat = gateways[index % gateways.length]!;
      return this.routed(`pods-${settings.zones[index]!}`, [subnet], { natGatewayId: nat.id });
    });
    // no way in or out but within the VPC
    const inner = [...this.subnets.data, ...this.subnets.loadBalancers, ...this.subnets.apiServer];
    this.routed('inner', inner, undefined);
  }

  /** Ids of the subnets of one use. */
  ids(use: SubnetUse): Output<string>[] {
    return this.subnets[use].map(({ id }) => id);
  }

  private zonal(site: Site, use: SubnetUse, tags: Readonly<Record<string, string>> = {}): readonly Subnet[] {
    const { environment, settings } = site;
    const ranges = splitRanges(environment.network[use], settings.zones.length);
    return settings.zones.map((zone, index) => {
      const name = `${use}-${zone}`;
      return new Subnet(
        name,
        {
          vpcId: this.vpc.id,
          cidrBlock: ranges[index],
          availabilityZone: `${environment.region}${zone}`,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${environment.cluster}-${name}`, ...tags },
        },
        this.inside,
      );
    });
  }

  /** The way in and out: an internet gateway, and gateways behind which all pods share an address. */
  private gateways(count: number): readonly NatGateway[] {
    const internet = new InternetGateway('internet', { vpcId: this.vpc.id }, this.inside);
    this.routed('internet', this.subnets.internet, { gatewayId: internet.id });
    return this.subnets.internet.slice(0, count).map((subnet, index) => {
      const address = new Eip(`nat-${index}`, { domain: 'vpc' }, this.inside);
      return new NatGateway(
        `nat-${index}`,
        { subnetId: subnet.id, allocationId: address.id },
        { ...this.inside, dependsOn: internet },
      );
    });
  }

  private routed(
    name: string,
    subnets: readonly Subnet[],
    outside: { readonly gatewayId?: Output<string>; readonly natGatewayId?: Output<string> } | undefined,
  ): RouteTable {
    const table = new RouteTable(name, { vpcId: this.vpc.id, tags: { Name: name } }, this.inside);
    if (outside !== undefined)
      new Route(name, { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', ...outside }, this.inside);
    subnets.forEach((subnet, index) => {
      const of = `${name}-${index}`;
      new RouteTableAssociation(of, { routeTableId: table.id, subnetId: subnet.id }, this.inside);
    });
    return table;
  }

  private flowLogs(site: Site, keys: Keys): void {
    const group = logGroup(`/aws/vpc/${site.environment.cluster}`, site, keys, this.inside);
    const role = new Role('flow-logs', { assumeRolePolicy: assumedBy('vpc-flow-logs.amazonaws.com') }, this.inside);
    const policy = group.arn.apply((arn) =>
      policyDocument({
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: [arn, `${arn}:*`],
      }),
    );
    new RolePolicy('flow-logs', { role: role.id, policy }, this.inside);
    new FlowLog(
      'vpc',
      { vpcId: this.vpc.id, trafficType: 'ALL', logDestination: group.arn, iamRoleArn: role.arn },
      this.inside,
    );
  }
}

/** What a VPC is born with admits and routes everything that forgets to name its own. */
function closeDefaults(vpc: Vpc, inside: CustomResourceOptions): void {
  new DefaultSecurityGroup('closed', { vpcId: vpc.id, ingress: [], egress: [] }, inside);
  new DefaultRouteTable('closed', { defaultRouteTableId: vpc.defaultRouteTableId, routes: [] }, inside);
}
