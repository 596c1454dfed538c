import type { Fault } from '../faults';

/** Takes a fault of the fleet: where it is in the author's words, and what is wrong. */
export type Report = (where: string, what: string, severity?: Fault['severity']) => void;
