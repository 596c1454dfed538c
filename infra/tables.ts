import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Table } from '@pulumi/aws/dynamodb';
import type { Keys } from './keys';
import { Part } from './part';
import type { Site } from './part';

/**
 * DynamoDB tables by name. The model knows no attributes, and DynamoDB only those of keys: a text `pk` and a text `sk`
 * carry any design that keeps several kinds of items in one table.
 */
export class Tables extends Part {
  constructor({ settings }: Site, names: readonly string[], keys: Keys, options: ComponentResourceOptions) {
    super('tables', options);
    for (const name of names) {
      new Table(
        name,
        {
          name,
          billingMode: 'PAY_PER_REQUEST',
          hashKey: 'pk',
          rangeKey: 'sk',
          attributes: ['pk', 'sk'].map((attribute) => ({ name: attribute, type: 'S' })),
          pointInTimeRecovery: { enabled: true },
          serverSideEncryption: { enabled: true, kmsKeyArn: keys.of.data.arn },
          deletionProtectionEnabled: settings.keeps,
        },
        { ...this.inside, protect: settings.keeps },
      );
    }
  }
}
