import type { Value } from './expression';
import type { Action } from './workflow';

/** One action at one commit; the tag is for people, who look there for what changed. */
function action<With extends object, Output extends string = never>(
  uses: Action<With>['uses'],
  version: Action<With>['version'],
  commit: string,
): Action<With, Output> {
  return { uses, version, commit };
}

/**
 * Every action in use: the only place where a commit stands. To renew one, resolve its new tag to a commit, read what
 * changed between the two, edit the line, and run `chartwright workflows`.
 */
export const ACTIONS = {
  checkout: action<{
    /** Always said: a token that is left in the folder is read by whatever runs there later. */
    'persist-credentials': false;
    'fetch-depth'?: number;
    repository?: Value;
    ref?: Value;
    token?: Value;
    path?: string;
  }>('actions/checkout', 'v7.0.1', '3d3c42e5aac5ba805825da76410c181273ba90b1'),
  setupNode: action<{ 'node-version': number; 'package-manager-cache'?: boolean }>(
    'actions/setup-node',
    'v7.0.0',
    '820762786026740c76f36085b0efc47a31fe5020',
  ),
  setupJava: action<{ distribution: 'temurin'; 'java-version': Value }>(
    'actions/setup-java',
    'v5.7.0',
    'b6effb05e454b25005698d916606bdc6ffcbf961',
  ),
  setupGradle: action<{ 'cache-disabled'?: boolean; 'cache-read-only'?: Value; 'gradle-home-cache-includes'?: string }>(
    'gradle/actions/setup-gradle',
    'v6.3.0',
    '9c971963bec38e04b3d30dcc455b5382be2fdbfb',
  ),
  attest: action<{
    'subject-name': Value;
    'subject-digest': Value;
    'push-to-registry'?: boolean;
    'create-storage-record'?: boolean;
  }>('actions/attest', 'v4.2.2', '1e69f48acb82d1966a394da916b4c1698aa569d6'),
  appToken: action<
    {
      'client-id': Value;
      'private-key': Value;
      owner: Value;
      repositories: Value;
      'permission-contents': 'read' | 'write';
      'permission-pull-requests'?: 'write';
    },
    'token'
  >('actions/create-github-app-token', 'v3.1.1', '1b10c78c7865c340bc4f6099eb2f838309f1e8c3'),
  uploadArtifact: action<{
    name: string;
    path: string;
    'if-no-files-found': 'error';
    'retention-days': number;
    'compression-level'?: number;
  }>('actions/upload-artifact', 'v7.0.0', 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f'),
  downloadArtifact: action<{ name: string; path: string }>(
    'actions/download-artifact',
    'v8.0.1',
    '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c',
  ),
  installTools: action<{ tool: string }>(
    'taiki-e/install-action',
    'v2.86.5',
    'ba47c86ac325773530516bb756137ac718732518',
  ),
  rustCache: action<{ 'save-if': Value }>('Swatinem/rust-cache', 'v2.9.2', '6323deb102c322ba6fcbdcafc7e3dddab59af2b6'),
  setupBuildx: action<{ 'driver-opts': string }>(
    'docker/setup-buildx-action',
    'v4.3.0',
    '37fe631027851001ddb9b187196cc803df7f5f0e',
  ),
  buildImage: action<
    { context: string; outputs: string; provenance: string; sbom: string; labels: Value; 'build-args'?: Value },
    'digest'
  >('docker/build-push-action', 'v7.3.0', '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a'),
  awsCredentials: action<
    {
      'role-to-assume': Value;
      'aws-region': Value;
      'allowed-account-ids': Value;
      'role-session-name': Value;
      'output-credentials': true;
      /** Only steps that are given them shall have them. */
      'output-env-credentials': false;
    },
    'aws-access-key-id' | 'aws-secret-access-key' | 'aws-session-token'
  >('aws-actions/configure-aws-credentials', 'v6.2.3', 'e6de054238d6b7531b4efff3b6587d9aade6a06c'),
  trivy: action<{
    'scan-type': 'image';
    input: string;
    version: string;
    severity: string;
    'ignore-unfixed': boolean;
    'exit-code': number;
    trivyignores?: string;
    cache: boolean;
  }>('aquasecurity/trivy-action', 'v0.36.0', 'ed142fd0673e97e23eac54620cfb913e5ce36c25'),
  codeqlInit: action<{ languages: string; 'build-mode': 'none' | 'manual'; queries?: string }>(
    'github/codeql-action/init',
    'v4.36.2',
    '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
  ),
  codeqlAnalyze: action<{ category: string }>(
    'github/codeql-action/analyze',
    'v4.36.2',
    '8aad20d150bbac5944a9f9d289da16a4b0d87c1e',
  ),
} as const;
