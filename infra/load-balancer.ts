import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { SecurityGroup } from '@pulumi/aws/ec2';
import { Listener, LoadBalancer as NetworkLoadBalancer, TargetGroup } from '@pulumi/aws/lb';
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from '@pulumi/aws/vpc';
import type { CertificateValidation } from '@pulumi/aws/acm';
import type { EntryPoint } from '../src/model/cloud';
import type { Alarms } from './alarms';
import type { Cluster } from './cluster';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';

/** First of the ports on which the load balancer listens; nobody but API Gateway ever sees them. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;

/**
 * The load balancer between API Gateway and the pods, with a listener and a target group for each port that is entered.
 * The pods themselves are registered in the cluster, by the binding that names the target group.
 */
export class LoadBalancer extends Part {
  /** Listeners by target group. */
  readonly listeners: ReadonlyMap<string, Listener>;
  /** What API Gateway's link to the VPC wears. */
  readonly linkGroup: SecurityGroup;

  constructor(
    site: Site,
    entryPoints: readonly EntryPoint[],
    certificates: ReadonlyMap<string, CertificateValidation>,
    { network, cluster, alarms }: { network: Network; cluster: Cluster; alarms: Alarms },
    options: ComponentResourceOptions,
  ) {
    super('load-balancer', options);
    const { environment, settings } = site;
    const vpcId = network.vpc.id;
    this.linkGroup = new SecurityGroup('link', { vpcId, description: 'API Gateway in the VPC' }, this.inside);
    const own = new SecurityGroup('balancer', { vpcId, description: 'Behind API Gateway' }, this.inside);
    const balancer = new NetworkLoadBalancer(
      'balancer',
      {
        name: `${environment.name}-entry`,
        loadBalancerType: 'network',
        internal: true,
        subnets: network.ids('loadBalancers'),
        securityGroups: [own.id],
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: settings.keeps,
      },
      { ...this.inside, protect: settings.keeps },
    );
    const ports = listenerPorts(entryPoints.map(({ targetGroup }) => targetGroup));
    const listeners = entryPoints.map((entry) => {
      const port = ports.get(entry.targetGroup)!;
      this.open(entry, port, { link: this.linkGroup, own, cluster });
      const target = this.targetGroup(entry, network);
      alarms.above(
        `${entry.targetGroup}-unhealthy`,
        {
          namespace: 'AWS/NetworkELB',
          dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: target.arnSuffix },
          metric: 'UnHealthyHostCount',
          statistic: 'Minimum',
          threshold: 0,
          why: `Pods of ${entry.microservice} fail the health check of the load balancer`,
        },
        this.inside,
      );
      const listener = new Listener(
        entry.targetGroup,
        {
          loadBalancerArn: balancer.arn,
          port,
          protocol: 'TLS',
          sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          certificateArn: certificates.get(entry.host)!.certificateArn,
          defaultActions: [{ type: 'forward', targetGroupArn: target.arn }],
        },
        this.inside,
      );
      return [entry.targetGroup, listener] as const;
    });
    this.listeners = new Map(listeners);
  }

  private targetGroup(entry: EntryPoint, network: Network): TargetGroup {
    return new TargetGroup(
      entry.targetGroup,
      {
        name: entry.targetGroup,
        targetType: 'ip',
        protocol: 'TCP',
        port: entry.containerPort,
        vpcId: network.vpc.id,
        // pods see the load balancer's addresses, which their network policies admit
        preserveClientIp: 'false',
        deregistrationDelay: 60,
        healthCheck: { protocol: 'TCP', interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
      },
      this.inside,
    );
  }

  /** From the link to the load balancer, and from there to the pods, on exactly these ports. */
  private open(
    { targetGroup, containerPort }: EntryPoint,
    port: number,
    { link, own, cluster }: { link: SecurityGroup; own: SecurityGroup; cluster: Cluster },
  ): void {
    const tcp = (number: number) => ({ ipProtocol: 'tcp', fromPort: number, toPort: number });
    const hop = (name: string, from: SecurityGroup['id'], to: SecurityGroup['id'], number: number): void => {
      const through = `${targetGroup}-${name}`;
      new SecurityGroupEgressRule(
        through,
        { securityGroupId: from, referencedSecurityGroupId: to, ...tcp(number) },
        this.inside,
      );
      new SecurityGroupIngressRule(
        through,
        { securityGroupId: to, referencedSecurityGroupId: from, ...tcp(number) },
        this.inside,
      );
    };
    hop('link', link.id, own.id, port);
    hop('pods', own.id, cluster.securityGroup, containerPort);
  }
}

/**
 * A port for each target group that does not move when others come or go: made from its name, or the next free one in
 * the rare case that two names make the same.
 */
export function listenerPorts(targetGroups: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  return new Map(
    [...targetGroups].sort().map((name) => {
      const hash = [...name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 7);
      let port = hash % PORTS;
      while (taken.has(port)) port = (port + 1) % PORTS;
      taken.add(port);
      return [name, FIRST_PORT + port];
    }),
  );
}
