/** One Kubernetes object as plain data: what a manifest file holds, nothing resolved at run time. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** The metadata that parts of the library read; every other field passes through. */
export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** `apps/Deployment shop/orders`: the identity by which the API server knows an object, whatever its version. */
export function identityOf(manifest: Manifest): string {
  const slash = manifest.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `${manifest.apiVersion.slice(0, slash)}/`;
  const namespace = manifest.metadata.namespace === undefined ? '' : `${manifest.metadata.namespace}/`;
  return `${group}${manifest.kind} ${namespace}${manifest.metadata.name}`;
}
