import type { Check } from './check';
import { serviceTargetPort } from './service-target-port';

/** Every check: one line each. */
export const checks: readonly Check[] = [serviceTargetPort];
