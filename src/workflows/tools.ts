/** What a crate's name and version are installed by. */
export const CARGO_TOOLS = {
  'cargo-llvm-cov': '0.9.0',
  'cargo-deny': '0.20.2',
  'cargo-audit': '0.22.2',
} as const;

/** Programs in Go: the checksum database of Go vouches for what an exact version is. */
export const GO_TOOLS = {
  crane: 'github.com/google/go-containerregistry/cmd/crane@v0.22.1',
  kind: 'sigs.k8s.io/kind@v0.31.0',
} as const;

/** Said here, since the action would follow a default of its own. */
export const TRIVY = 'v0.70.0';

/** Images that the workflows run: tag for people, digest for the machine. */
export const IMAGES = {
  postgres: 'postgres:18.4-alpine@sha256:9a8afca54e7861fd90fab5fdf4c42477a6b1cb7d293595148e674e0a3181de15',
  redis: 'redis:8.4.0-alpine@sha256:6cbef353e480a8a6e7f10ec545f13d7d3fa85a212cdcc5ffaf5a1c818b9d3798',
  kafka: 'apache/kafka:4.2.0@sha256:9516fb7634bad307d17c33b589fde9023003b0cb761374f500002b980a3149b9',
  buildkit: 'moby/buildkit:v0.31.1@sha256:6b59b7df63a8cb9902736f9ddf7fcff8261613d3e7449b8ea8b7537fc399c03a',
  sbom: 'docker/buildkit-syft-scanner:1.12.0@sha256:ae4f3b554449e7e25548e7d8ccc029d17357348e30c6e3df01b92bc93654d6a9',
  /** The default of the kind above, and the minor that the environments run. */
  kindNode: 'kindest/node:v1.35.0@sha256:452d707d4862f52530247495d180205e029056831160e22870e37e3f6c1ac31f',
} as const;
