import { ComponentResource } from '@pulumi/pulumi';
import type { ComponentResourceOptions, CustomResourceOptions } from '@pulumi/pulumi';
import type { EnvironmentSettings } from '../src/model/environment';
import type { Settings } from './settings';

/** What every part of the program is told. */
export interface Site {
  readonly environment: EnvironmentSettings;
  readonly settings: Settings;
}

/** A part of the cloud: its resources lie below it in the output of `pulumi preview`, and inherit its provider. */
export abstract class Part extends ComponentResource {
  /** Options of every resource inside. */
  protected readonly inside: CustomResourceOptions;

  /** @param name where there are several of a kind */
  constructor(kind: string, options: ComponentResourceOptions, name = kind) {
    super(`chartwright:infra:${kind}`, name, {}, options);
    this.inside = { parent: this };
  }
}
