import type { CustomResourceOptions } from '@pulumi/pulumi';
import { LogGroup } from '@pulumi/aws/cloudwatch';
import type { Keys } from './keys';
import type { Site } from './part';

/** A log group that is encrypted and forgets in time. */
export function logGroup(name: string, site: Site, keys: Keys, inside: CustomResourceOptions): LogGroup {
  return new LogGroup(
    name,
    { name, kmsKeyId: keys.of.logs.arn, retentionInDays: site.settings.logDays },
    // without it CloudWatch would make one of this name that keeps everything in the clear
    inside,
  );
}
