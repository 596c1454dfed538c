import type { AddOn } from './add-on';
import type { EnvironmentSettings } from './environment';
import type { AnyMicroservice } from './microservice';
import type { PlatformOffers } from './platform';

/** Everything that is deployed, written out: nothing is discovered. */
export interface Fleet {
  readonly name: string;
  readonly environments: Readonly<Record<string, EnvironmentSettings>>;
  readonly platform: PlatformOffers;
  readonly addOns: readonly AddOn[];
  readonly microservices: readonly AnyMicroservice[];
}
