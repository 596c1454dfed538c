import type { EnvironmentSettings } from './environment';

/*
 * Names that the cloud program gives and the charts refer to. Both sides ask here, so that nothing need be handed over.
 */

interface Named {
  readonly name: string;
}

/** Aurora cluster of a PostgreSQL server; AWS allows 63 characters. */
export function databaseIdentifier(environment: Pick<EnvironmentSettings, 'cluster'>, server: Named): string {
  return `${environment.cluster}-${server.name}`;
}

/** Replication group of a cache, and the group of its users; AWS allows 40 characters. */
export function cacheIdentifier(environment: Pick<EnvironmentSettings, 'name'>, server: Named): string {
  return `${environment.name}-${server.name}`;
}

/**
 * What the endpoint that takes writes begins with; the rest is the same for all servers of an account in a region. The names
 * are AWS's own, since its certificates hold no others (AWS, Aurora User Guide, "Custom endpoints", on the customer's DNS
 * identifier; ElastiCache Guide, "In-transit encryption").
 */
export const ENDPOINT_LABELS = {
  postgres: databaseIdentifier,
  redis: (environment: Pick<EnvironmentSettings, 'name'>, server: Named): string =>
    `master.${cacheIdentifier(environment, server)}`,
} as const;

/** Target group that API Gateway's load balancer forwards one port of a microservice to; AWS allows 32 characters. */
export function targetGroupName(
  environment: Pick<EnvironmentSettings, 'name'>,
  microservice: string,
  port: string,
): string {
  return `${environment.name}-${microservice}-${port}`.slice(0, 32).replace(/-+$/, '');
}

/** Role of the nodes that Karpenter buys. */
export function nodeRoleName(environment: Pick<EnvironmentSettings, 'cluster'>): string {
  return `${environment.cluster}-node`;
}

/** Queue in which Karpenter reads of spot interruptions and retirements. */
export function interruptionQueueName(environment: Pick<EnvironmentSettings, 'cluster'>): string {
  return `${environment.cluster}-karpenter`;
}
