import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { LifecyclePolicy, Repository } from '@pulumi/aws/ecr';
import { repositoryName } from '../src/model/delivery';
import type { Keys } from './keys';
import { Part } from './part';
import type { Site } from './part';

/** Images that are kept: months of releases, so that whatever runs somewhere can still be pulled. */
const KEPT = 500;

/** A repository for each microservice whose images are ours. A tag, once pushed, is that image for good. */
export class Registry extends Part {
  constructor({ settings }: Site, microservices: readonly string[], keys: Keys, options: ComponentResourceOptions) {
    super('registry', options);
    for (const microservice of microservices) {
      const name = repositoryName(microservice);
      const repository = new Repository(
        name,
        {
          name,
          imageTagMutability: 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: keys.of.images.arn }],
          forceDelete: !settings.keeps,
        },
        this.inside,
      );
      new LifecyclePolicy(
        name,
        {
          repository: repository.name,
          policy: {
            // by number and not by age or tag: attestations are images without a tag that belong to one with it
            rules: [
              {
                rulePriority: 1,
                description: `keep the last ${KEPT}`,
                selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: KEPT },
                action: { type: 'expire' },
              },
            ],
          },
        },
        this.inside,
      );
    }
  }
}
