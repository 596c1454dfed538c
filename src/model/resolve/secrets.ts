import { credentialsName } from '../addressing';
import type { Environment } from '../environment';
import type { AnyMicroservice } from '../microservice';
import type { ResolvedSecret } from '../resolved';
import { storeKey } from '../store';

/** Gathers the Secrets that a microservice needs, each with the keys that something uses. */
export class SecretCollector {
  private readonly secrets = new Map<string, { remoteKey: string; keys: Set<string>; mountPath?: string }>();

  constructor(
    private readonly microservice: AnyMicroservice,
    private readonly environment: Environment,
  ) {
    for (const volume of Object.values(microservice.props.volumes ?? {})) {
      if ('secret' in volume)
        volume.secret.keys.forEach((key) => {
          this.use(this.nameOf(volume.secret.path), key);
        });
    }
  }

  /** Name of the Kubernetes Secret for a path of the secret store. */
  nameOf(path: string): string {
    const used = (this.microservice.props.stores ?? []).find((use) => storeKey(use.store) === path);
    const name = used ? credentialsName(used.store) : `${this.microservice.name}-${path.replaceAll('/', '-')}`;
    if (!this.secrets.has(name)) {
      this.secrets.set(name, {
        remoteKey: `${this.environment.name}/${this.microservice.name}/${path.replaceAll('/', '-')}`,
        keys: new Set(),
      });
    }
    return name;
  }

  use(name: string, key: string): void {
    this.secrets.get(name)?.keys.add(key);
  }

  mount(path: string, keys: readonly string[], mountPath: string): void {
    const secret = this.secrets.get(this.nameOf(path))!;
    keys.forEach((key) => secret.keys.add(key));
    secret.mountPath = mountPath;
  }

  all(): readonly ResolvedSecret[] {
    return [...this.secrets]
      .map(([name, { keys, ...rest }]) => ({ name, ...rest, keys: [...keys].sort() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
