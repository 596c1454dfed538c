import type { EnvironmentSettings } from './environment';

/*
 * Names that the cloud program gives and the charts refer to. Both sides ask here, so that nothing need be handed over.
 */

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
