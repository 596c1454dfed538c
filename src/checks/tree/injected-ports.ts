/**
 * Ports of containers that an injector adds to pods: in no manifest, and yet there.
 * Linkerd 2.20, charts/partials/templates/_proxy.tpl; OpenTelemetry operator, pkg/sidecar.
 */
export const INJECTED_PORTS: ReadonlyMap<string | number, number> = new Map<string | number, number>([
  ['linkerd-admin', 4191],
  ['linkerd-proxy', 4143],
  [4191, 4191],
  [4143, 4143],
]);
