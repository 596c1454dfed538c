import type { Check, Report } from '../check';
import { inside } from '../reading/lines';
import { podTemplates } from '../tree/pods';
import type { Located } from '../tree/tree';

type Accepts = readonly [what: string, accepts: (value: string) => boolean];

const oneOf = (...values: readonly string[]): Accepts => [values.join(', '), (value) => values.includes(value)];
const like = (what: string, pattern: RegExp): Accepts => [what, (value) => pattern.test(value)];

const BOOL = oneOf('true', 'false');
const TOGGLE = oneOf('enabled', 'disabled');
const PULL = oneOf('Always', 'IfNotPresent', 'Never');
const TEXT: Accepts = ['a text', (value) => value !== ''];
const NUMBER = like('a number', /^\d+$/);
const FRACTION: Accepts = ['a number', (value) => /^\d+(\.\d+)?$/.test(value)];
const PORT: Accepts = [
  'a port, 1 to 65535',
  (value) => /^\d+$/.test(value) && Number(value) > 0 && Number(value) < 65_536,
];
const PORTS = like('ports and ranges such as 25,4000-4010', /^\d+(-\d+)?(,\d+(-\d+)?)*$/);
const QUANTITY = like('a quantity such as 100m or 64Mi', /^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/);
const GO_DURATION = like('a duration such as 1m30s', /^(\d+(\.\d+)?(ms|s|m|h))+$/);
const DURATION = like('a duration such as 500ms or 2s, in whole numbers', /^(\d+(ms|s|m|h|d)|0)$/);

/** Ports that are opaque unless the annotation says otherwise; it replaces them all (2.20). */
const DEFAULT_OPAQUE = ['25', '587', '3306', '4444', '5432', '6379', '9300', '11211'];
const OPAQUE: Accepts = [
  `a list that repeats ${DEFAULT_OPAQUE.join(',')}, which it replaces`,
  (value) => {
    const parts = value.split(',');
    return (
      parts.every((part) => /^(\d+(-\d+)?|[a-z][\w-]*)$/.test(part)) &&
      DEFAULT_OPAQUE.every((port) => covers(parts, port))
    );
  },
];

function covers(parts: readonly string[], port: string): boolean {
  return parts.some((part) => {
    const [first, last = first] = part.split('-').map(Number);
    return first !== undefined && last !== undefined && Number(port) >= first && Number(port) <= last;
  });
}

/** linkerd2 pkg/k8s/labels.go, 2.20: annotations of pods, inherited from their namespace. */
const POD: Readonly<Record<string, Accepts>> = {
  'linkerd.io/inject': oneOf('enabled', 'disabled', 'ingress'),
  ...Object.fromEntries(
    Object.entries({
      'proxy-image': TEXT,
      'proxy-version': TEXT,
      'image-pull-policy': PULL,
      'enable-debug-sidecar': BOOL,
      'debug-image': TEXT,
      'debug-image-version': TEXT,
      'debug-image-pull-policy': PULL,
      'control-port': PORT,
      'inbound-port': PORT,
      'outbound-port': PORT,
      'admin-port': PORT,
      'skip-inbound-ports': PORTS,
      'skip-outbound-ports': PORTS,
      'skip-subnets': like('networks such as 10.0.0.0/8', /^[\d.]+\/\d+(,[\d.]+\/\d+)*$/),
      'opaque-ports': OPAQUE,
      'proxy-require-identity-inbound-ports': PORTS,
      'default-inbound-policy': oneOf(
        'all-unauthenticated',
        'all-authenticated',
        'cluster-authenticated',
        'cluster-unauthenticated',
        'deny',
        'audit',
      ),
      'proxy-cpu-request': QUANTITY,
      'proxy-cpu-limit': QUANTITY,
      'proxy-memory-request': QUANTITY,
      'proxy-memory-limit': QUANTITY,
      'proxy-ephemeral-storage-request': QUANTITY,
      'proxy-ephemeral-storage-limit': QUANTITY,
      'proxy-cpu-ratio-limit': FRACTION,
      'proxy-uid': NUMBER,
      'proxy-gid': NUMBER,
      'proxy-log-level': TEXT,
      'proxy-log-format': oneOf('plain', 'json'),
      'proxy-log-http-headers': oneOf('off', 'insecure'),
      'access-log': oneOf('apache', 'json'),
      'enable-external-profiles': BOOL,
      'enable-gateway': BOOL,
      'proxy-metrics-hostname-labels': BOOL,
      'proxy-outbound-connect-timeout': GO_DURATION,
      'proxy-inbound-connect-timeout': GO_DURATION,
      'proxy-outbound-discovery-cache-unused-timeout': GO_DURATION,
      'proxy-inbound-discovery-cache-unused-timeout': GO_DURATION,
      'proxy-disable-outbound-protocol-detect-timeout': BOOL,
      'proxy-disable-inbound-protocol-detect-timeout': BOOL,
      'close-wait-timeout': GO_DURATION,
      'proxy-enable-native-sidecar': BOOL,
      'proxy-await': TOGGLE,
      'proxy-admin-shutdown': TOGGLE,
      'shutdown-grace-period': GO_DURATION,
      'proxy-additional-env': like('a JSON list', /^\[.*\]$/s),
    }).map(([name, accepts]) => [`config.linkerd.io/${name}`, accepts]),
  ),
  'config.alpha.linkerd.io/proxy-wait-before-exit-seconds': NUMBER,
  'viz.linkerd.io/disable-tap': BOOL,
};

const STATUS = like(
  'statuses such as 5xx,429, without spaces',
  /^(\d{3}(-\d{3})?|5xx|gateway-error)(,(\d{3}(-\d{3})?|5xx|gateway-error))*$/,
);
const GRPC = '(cancelled|deadline-exceeded|internal|resource-exhausted|unavailable)';

/** https://linkerd.io/2/reference/retries/ and timeouts: on Services and routes. */
const ROUTE: Readonly<Record<string, Accepts>> = {
  'retry.linkerd.io/http': STATUS,
  'retry.linkerd.io/grpc': like(
    'codes such as unavailable,internal, without spaces',
    new RegExp(`^${GRPC}(,${GRPC})*$`),
  ),
  'retry.linkerd.io/limit': NUMBER,
  'retry.linkerd.io/timeout': DURATION,
  'timeout.linkerd.io/request': DURATION,
  'timeout.linkerd.io/response': DURATION,
  'timeout.linkerd.io/idle': DURATION,
};

const BALANCER = 'balancer.linkerd.io/failure-accrual';
const SERVICE: Readonly<Record<string, Accepts>> = {
  ...ROUTE,
  'config.linkerd.io/opaque-ports': OPAQUE,
  [BALANCER]: oneOf('consecutive', 'unified'),
  [`${BALANCER}-consecutive-max-failures`]: NUMBER,
  [`${BALANCER}-consecutive-min-penalty`]: DURATION,
  [`${BALANCER}-consecutive-max-penalty`]: DURATION,
  [`${BALANCER}-consecutive-jitter-ratio`]: FRACTION,
};

const PLACES: Readonly<Record<string, Readonly<Record<string, Accepts>>>> = {
  Namespace: POD,
  Service: SERVICE,
  HTTPRoute: ROUTE,
  GRPCRoute: ROUTE,
};
/** Labels and annotations that the control plane sets on namespaces, and Linkerd's alpha settings. */
const OTHER = /^(linkerd\.io\/|config\.linkerd\.io\/admission-webhooks$|balancer\.alpha\.)/;

/** An annotation of Linkerd says something that Linkerd understands. */
export const linkerdAnnotation: Check = {
  id: 'linkerd-annotation',
  severity: 'error',
  what: "Linkerd's annotations are known, are where Linkerd reads them, and have values it accepts.",
  why: 'Linkerd logs a value it cannot read and goes on with its default: no timeout, no retry, another policy.',
  remediation: 'Write the value as the reference has it; a list of opaque ports repeats the default ports.',
  peers: ['linkerd check --proxy'],
  source: 'https://linkerd.io/2/reference/proxy-configuration/',
  run: (tree, report) => {
    for (const { at, path, annotations } of podTemplates(tree))
      judge(at, `${path}.metadata.annotations`, annotations, POD, report);
    for (const [kind, accepted] of Object.entries(PLACES))
      for (const at of tree.ofKind(kind))
        judge(at, 'metadata.annotations', at.manifest.metadata.annotations ?? {}, accepted, report);
  },
};

function judge(
  at: Located,
  path: string,
  annotations: Readonly<Record<string, string>>,
  accepted: Readonly<Record<string, Accepts>>,
  report: Report,
): void {
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.includes('linkerd.io/')) continue;
    const accepts = accepted[key];
    if (accepts) {
      if (!accepts[1](value)) report(at, inside(path, key), `is ${value}: expected ${accepts[0]}`);
    } else if (!OTHER.test(key))
      report(at, inside(path, key), `is no annotation that Linkerd reads on a ${at.manifest.kind}`);
  }
}
