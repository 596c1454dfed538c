import { createHash } from 'node:crypto';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
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

/** What AWS wants a target group to have, and never uses where targets name theirs. */
const UNUSED_PORT = 80;

/**
 * The load balancer between API Gateway and the pods, with a target group for each port that is entered.
 * The pods themselves are registered in the cluster, by the binding that names the target group.
 */
export class LoadBalancer extends Part {
  /** Listeners by name. */
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
    const targets = new Map<string, TargetGroup>();
    for (const entry of entryPoints) {
      if (targets.has(entry.targetGroup)) continue;
      this.hop(`${entry.targetGroup}-pods`, own.id, cluster.securityGroup, entry.containerPort);
      const target = this.targetGroup(entry, network);
      targets.set(entry.targetGroup, target);
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
    }
    const entered = new Map(entryPoints.map((entry) => [listenerName(entry), entry]));
    const ports = listenerPorts([...entered.keys()]);
    const listeners = [...entered].map(([name, { host, targetGroup }]) => {
      const port = ports.get(name)!;
      this.hop(`${name}-link`, this.linkGroup.id, own.id, port);
      const listener = new Listener(
        name,
        {
          loadBalancerArn: balancer.arn,
          port,
          protocol: 'TLS',
          sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          certificateArn: certificates.get(host)!.certificateArn,
          defaultActions: [{ type: 'forward', targetGroupArn: targets.get(targetGroup)!.arn }],
        },
        this.inside,
      );
      return [name, listener] as const;
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
        // each pod is registered with its own; changing this one would mean another group of the same name
        port: UNUSED_PORT,
        vpcId: network.vpc.id,
        // pods see the load balancer's addresses, which their network policies admit
        preserveClientIp: 'false',
        deregistrationDelay: 60,
        healthCheck: { protocol: 'TCP', interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
      },
      this.inside,
    );
  }

  /** Lets one security group reach another on one port and no other. */
  private hop(name: string, from: Output<string>, to: Output<string>, port: number): void {
    const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port };
    new SecurityGroupEgressRule(name, { securityGroupId: from, referencedSecurityGroupId: to, ...rule }, this.inside);
    new SecurityGroupIngressRule(name, { securityGroupId: to, referencedSecurityGroupId: from, ...rule }, this.inside);
  }
}

/** A listener shows the certificate of one host, so two hosts that enter one port have two. */
export const listenerName = ({ host, targetGroup }: Pick<EntryPoint, 'host' | 'targetGroup'>): string =>
  `${host}-${targetGroup}`;

/**
 * A port for each listener that does not move when others come or go: made from its name, or the next free one in
 * the rare case that two names make the same.
 */
export function listenerPorts(listeners: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  return new Map(
    [...listeners].sort().map((name) => {
      let port = createHash('sha256').update(name).digest().readUInt16BE() % PORTS;
      while (taken.has(port)) port = (port + 1) % PORTS;
      taken.add(port);
      return [name, FIRST_PORT + port];
    }),
  );
}
