/** Which image a microservice runs: the tag for people, the digest for the cluster. */
export interface Release {
  readonly tag: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** The releases of one environment by microservice: the content of `releases/<environment>.yaml`. */
export type Releases = Readonly<Record<string, Release>>;

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What is wrong with a release, or undefined. `latest` and an absent digest are not pinned. */
export function releaseFault(release: unknown): string | undefined {
  if (typeof release !== 'object' || release === null) return 'is no map of tag and digest';
  const { tag, digest, ...others } = release as { tag?: unknown; digest?: unknown };
  if (typeof tag !== 'string' || !TAG.test(tag))
    return `has the tag ${JSON.stringify(tag)}, expected an image tag such as 1.4.2`;
  if (tag === 'latest') return 'has the tag latest, which names no version';
  if (digest === undefined || digest === '') return 'has no digest, expected sha256: and 64 hexadecimal digits';
  if (typeof digest !== 'string' || !DIGEST.test(digest)) {
    return `has the digest ${JSON.stringify(digest)}, expected sha256: and 64 hexadecimal digits`;
  }
  const unknown = Object.keys(others);
  return unknown.length === 0 ? undefined : `has ${unknown.join(', ')}; expected tag and digest only`;
}
