import type { Fault } from './faults';
import { validNames } from './faults';

/** What charts need of the cloud and cannot derive by naming: the cloud program writes it, a synth reads it. */
export interface CloudContract {
  /** Account, region and cluster it was written for; they must be the environment's. */
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** Id of the VPC, for the binding of load balancer targets. */
  readonly vpc: string;
  /** Bootstrap brokers of MSK for IAM clients, `host:port`, one in each zone. */
  readonly kafkaBrokers: readonly string[];
  /** What the names of all Aurora clusters of the account end in; unknown before the first. */
  readonly databaseDomain?: string;
  /** What the names of all ElastiCache servers of the account end in; unknown before the first. */
  readonly cacheDomain?: string;
}

/** What a contract must agree with. */
export type ContractParty = Pick<CloudContract, 'account' | 'region' | 'cluster'>;

/** What is wrong with a value, or undefined. */
type Term = (value: unknown, party: ContractParty) => string | undefined;

const VPC = /^vpc-[0-9a-f]{8,17}$/;
const BROKER = /^[a-z0-9-]+(\.[a-z0-9-]+)+:\d{2,5}$/;

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

const isDomain: Term = (value) =>
  value === undefined || (typeof value === 'string' && DOMAIN.test(value))
    ? undefined
    : `is ${shown(value)}, expected a domain, or nothing while there is no server`;

const agrees =
  (field: keyof ContractParty): Term =>
  (value, party) =>
    value === party[field] ? undefined : `is ${shown(value)}, expected the environment's, ${shown(party[field])}`;

/** One term for each field: a field added above fails to compile here until it is checked. */
const TERMS: Readonly<Record<keyof CloudContract, Term>> = {
  account: agrees('account'),
  region: agrees('region'),
  cluster: agrees('cluster'),
  vpc: (value) =>
    typeof value === 'string' && VPC.test(value)
      ? undefined
      : `is ${shown(value)}, expected the id of a VPC such as vpc-0123456789abcdef0`,
  kafkaBrokers: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && BROKER.test(each))
      ? undefined
      : `is ${shown(value)}, expected a list of host:port`,
  databaseDomain: isDomain,
  cacheDomain: isDomain,
};

/** Fields of a contract, in the order in which they are written. */
export const CONTRACT_FIELDS = Object.keys(TERMS) as readonly (keyof CloudContract)[];

/** Everything that is wrong with the content of a contract: what is missing, unknown, of another form or of another environment. */
export function contractFaults(content: unknown, party: ContractParty): readonly Fault[] {
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return [{ where: 'contract', what: `is ${shown(content)}, expected a map of ${CONTRACT_FIELDS.join(', ')}` }];
  const given = content as Readonly<Record<string, unknown>>;
  return [
    ...CONTRACT_FIELDS.flatMap((field) => {
      const what = TERMS[field](given[field], party);
      if (what === undefined) return [];
      return [{ where: field, what: field in given ? what : 'is missing; let the cloud program write it' }];
    }),
    ...Object.keys(given)
      .filter((key) => !(CONTRACT_FIELDS as readonly string[]).includes(key))
      .map((key) => ({ where: key, what: `is no field of a contract; ${validNames(CONTRACT_FIELDS)}` })),
  ];
}

const shown = (value: unknown): string => JSON.stringify(value);
