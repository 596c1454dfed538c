import { jsonStringify } from '@pulumi/pulumi';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Secret, SecretVersion } from '@pulumi/aws/secretsmanager';
import { RandomPassword } from '@pulumi/random';
import type { NeededSecret } from '../src/model/cloud';
import type { Keys } from './keys';
import { Part } from './part';
import type { Site } from './part';

/** Characters that ElastiCache takes as well as PostgreSQL, and that need no escape in a URL. */
const PUNCTUATION = '-_~';

/**
 * Entries of Secrets Manager that External Secrets reads. A login of ours is made here and nobody need know it; any other
 * value a person enters, and this program, which never sees it, leaves alone.
 */
export class Secrets extends Part {
  /** Names of those that a person fills. */
  readonly toFill: readonly string[];
  private readonly passwords = new Map<string, Output<string>>();

  constructor({ settings }: Site, needed: readonly NeededSecret[], keys: Keys, options: ComponentResourceOptions) {
    super('secrets', options);
    this.toFill = needed.filter(({ username }) => username === undefined).map(({ name }) => name);
    for (const { name, keys: properties, username } of needed) {
      const secret = new Secret(
        name,
        {
          name,
          description: `Keys: ${properties.join(', ')}`,
          kmsKeyId: keys.of.secrets.arn,
          // a name that was deleted stays taken for so long
          recoveryWindowInDays: settings.keeps ? 30 : 7,
        },
        { ...this.inside, protect: settings.keeps },
      );
      if (username === undefined) continue;
      const password = new RandomPassword(name, { length: 40, overrideSpecial: PUNCTUATION }, this.inside).result;
      this.passwords.set(name, password);
      new SecretVersion(
        name,
        { secretId: secret.id, secretString: jsonStringify({ username, password }) },
        this.inside,
      );
    }
  }

  /** The password in a secret that was made here. */
  passwordIn(secret: string): Output<string> {
    const password = this.passwords.get(secret);
    if (password === undefined) throw new Error(`${secret} is no login that this program makes`);
    return password;
  }
}
