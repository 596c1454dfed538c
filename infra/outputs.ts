import type { Input } from '@pulumi/pulumi';
import type { CloudContract } from '../src/model/contract';

/** What the program tells: the contract with the charts, and what a person has to do. A field that charts rely on cannot be left out. */
export interface Outputs {
  readonly contract: { readonly [Field in keyof CloudContract]-?: Input<CloudContract[Field]> };
  /** Secrets whose values a person enters. */
  readonly secretsToFill: readonly string[];
  /** Servers to which the registrar, or the parent zone, must delegate the public domain. */
  readonly nameServers: Input<readonly string[]>;
}
