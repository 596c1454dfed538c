import type { ContainerResources } from './helm-values';

/**
 * Resources of one container: memory and disk are set aside in full, so that a node never runs out of them; the processor
 * is only requested, because a limit throttles.
 */
export function resources(cpu: string, memory: string, disk = '256Mi'): ContainerResources {
  return {
    requests: { cpu, 'ephemeral-storage': disk, memory },
    limits: { 'ephemeral-storage': disk, memory },
  };
}
