import type { Container, PodSpec, SecurityContext } from '../../../imports/kubernetes';

/** Pod Security Standards as the API server's admission decides them: k8s.io/pod-security-admission/policy */

export type Level = 'privileged' | 'baseline' | 'restricted';

/** A field that a level forbids, below the pod's spec. */
export interface Denial {
  readonly path: string;
  readonly message: string;
}

/** A pod as it is admitted. */
export interface AdmittedPod {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

interface Visited {
  readonly container: Container;
  readonly path: string;
}

type Policy = (pod: AdmittedPod, containers: readonly Visited[], minor: number) => readonly Denial[];

/** What a level forbids in a pod, by the rules of a Kubernetes minor: 35 of `1.35`. */
export function denialsOf(pod: AdmittedPod, level: Level, minor: number): readonly Denial[] {
  if (level === 'privileged') return [];
  const containers = (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    (pod.spec[field] ?? []).map((container, index) => ({
      container,
      path: `${field}[${index}]`,
    })),
  );
  const policies = level === 'restricted' ? [...BASELINE, ...RESTRICTED] : BASELINE;
  return policies.flatMap((policy) => policy(pod, containers, minor));
}

const perContainer =
  (decide: (container: Container, minor: number) => readonly (readonly [string, string])[]): Policy =>
  (_pod, containers, minor) =>
    containers.flatMap(({ container, path }) =>
      decide(container, minor).map(([field, message]) => ({
        path: field === '' ? path : `${path}.${field}`,
        message: `${message} in container "${container.name}"`,
      })),
    );

/** The security contexts of the pod and of its containers. */
const perContext =
  (decide: (context: SecurityContext, minor: number) => readonly (readonly [string, string])[]): Policy =>
  (pod, containers, minor) =>
    [
      { path: 'securityContext', context: pod.spec.securityContext },
      ...containers.map(({ container, path }) => ({
        path: `${path}.securityContext`,
        context: container.securityContext,
      })),
    ].flatMap(({ path, context }) =>
      decide(context ?? {}, minor).map(([field, message]) => ({ path: `${path}.${field}`, message })),
    );

const BASELINE_CAPABILITIES = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

/** Namespaced sysctls that are isolated, and the minor that began to allow them. */
const SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 22,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

const hosts = ({ lifecycle, ...container }: Container): (readonly [string, string | undefined])[] => [
  ...PROBES.flatMap((probe) => [
    [`${probe}.httpGet.host`, container[probe]?.httpGet?.host] as const,
    [`${probe}.tcpSocket.host`, container[probe]?.tcpSocket?.host] as const,
  ]),
  ...(['postStart', 'preStop'] as const).flatMap((hook) => [
    [`lifecycle.${hook}.httpGet.host`, lifecycle?.[hook]?.httpGet?.host] as const,
    [`lifecycle.${hook}.tcpSocket.host`, lifecycle?.[hook]?.tcpSocket?.host] as const,
  ]),
];

/** A pod with users of its own may be root in there: since 1.35. */
const withHostUsers =
  (policy: Policy): Policy =>
  (pod, containers, minor) =>
    pod.spec.hostUsers === false && minor >= 35 ? [] : policy(pod, containers, minor);

const procMount = perContainer(({ securityContext }) => {
  const mount = securityContext?.procMount ?? 'Default';
  return mount === 'Default' ? [] : [['securityContext.procMount', `procMount is ${mount}; expected Default`]];
});

const BASELINE: readonly Policy[] = [
  ({ spec }) =>
    (['hostNetwork', 'hostPID', 'hostIPC'] as const)
      .filter((field) => spec[field] === true)
      .map((field) => ({ path: field, message: `${field} is true; expected the pod to have its own` })),
  perContext(({ windowsOptions }) =>
    windowsOptions?.hostProcess === true
      ? [['windowsOptions.hostProcess', 'hostProcess is true; expected no process of the host']]
      : [],
  ),
  perContainer(({ securityContext }) =>
    securityContext?.privileged === true ? [['securityContext.privileged', 'privileged is true; expected false']] : [],
  ),
  perContainer(({ securityContext }) => {
    const added = (securityContext?.capabilities?.add ?? []).filter((each) => !BASELINE_CAPABILITIES.has(each));
    return added.length === 0
      ? []
      : [['securityContext.capabilities.add', `adds ${added.join(', ')}; expected only unprivileged capabilities`]];
  }),
  ({ spec }) =>
    (spec.volumes ?? []).flatMap((volume, index) =>
      volume.hostPath === undefined
        ? []
        : [{ path: `volumes[${index}].hostPath`, message: `volume "${volume.name}" is a path of the host` }],
    ),
  perContainer(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0 }, index) =>
      hostPort === 0 ? [] : [[`ports[${index}].hostPort`, `takes port ${hostPort} of the host`] as const],
    ),
  ),
  perContainer((container, minor) =>
    minor < 34
      ? []
      : hosts(container)
          .filter(([, host]) => host !== undefined && host !== '')
          .map(([path, host]) => [path, `asks host ${host!}; expected the pod itself`] as const),
  ),
  ({ annotations }) =>
    Object.entries(annotations)
      .filter(([key, value]) => key.startsWith(APPARMOR) && !/^(|runtime\/default|localhost\/.*)$/.test(value))
      .map(([key, value]) => ({ path: '', message: `annotation ${key} is ${value}; expected runtime/default` })),
  perContext(({ appArmorProfile }) =>
    appArmorProfile?.type === 'Unconfined'
      ? [['appArmorProfile.type', 'appArmorProfile is Unconfined; expected RuntimeDefault']]
      : [],
  ),
  perContext(({ seLinuxOptions: { type = '', user = '', role = '' } = {} }, minor) => [
    ...(SELINUX_TYPES.includes(type) || (minor >= 31 && type === 'container_engine_t')
      ? []
      : [['seLinuxOptions.type', `seLinuxOptions.type is ${type}; expected a type of containers`] as const]),
    ...(user === '' ? [] : [['seLinuxOptions.user', `seLinuxOptions.user is ${user}; expected none`] as const]),
    ...(role === '' ? [] : [['seLinuxOptions.role', `seLinuxOptions.role is ${role}; expected none`] as const]),
  ]),
  withHostUsers(procMount),
  perContext(({ seccompProfile }) =>
    seccompProfile?.type === 'Unconfined'
      ? [['seccompProfile.type', 'seccompProfile is Unconfined; expected RuntimeDefault or Localhost']]
      : [],
  ),
  ({ spec }, _containers, minor) =>
    (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
      (SYSCTLS[name] ?? Infinity) <= minor
        ? []
        : [
            {
              path: `securityContext.sysctls[${index}]`,
              message: `sets sysctl ${name}, which others on the node feel`,
            },
          ],
    ),
];

const RESTRICTED_VOLUMES = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
]);
const CONFINED = ['RuntimeDefault', 'Localhost'];

/** Windows has neither capabilities nor seccomp. */
const onLinux =
  (policy: Policy): Policy =>
  (pod, containers, minor) =>
    pod.spec.os?.name === 'windows' && minor >= 25 ? [] : policy(pod, containers, minor);

const RESTRICTED: readonly Policy[] = [
  (pod, containers, minor) => (pod.spec.hostUsers === false && minor >= 35 ? procMount(pod, containers, minor) : []),
  ({ spec }) =>
    (spec.volumes ?? []).flatMap((volume, index) =>
      Object.keys(volume)
        .filter((source) => source !== 'name' && !RESTRICTED_VOLUMES.has(source))
        .map((source) => ({
          path: `volumes[${index}].${source}`,
          message: `volume "${volume.name}" is of type ${source}; expected one of ${[...RESTRICTED_VOLUMES].join(', ')}`,
        })),
    ),
  onLinux(
    perContainer(({ securityContext }) =>
      securityContext?.allowPrivilegeEscalation === false
        ? []
        : [['securityContext.allowPrivilegeEscalation', 'allowPrivilegeEscalation is not false']],
    ),
  ),
  withHostUsers(({ spec }, containers) => {
    const ofPod = spec.securityContext?.runAsNonRoot;
    const wrong = containers.filter(({ container: { securityContext } }) => {
      const own = securityContext?.runAsNonRoot;
      return own === false || (own === undefined && ofPod !== true);
    });
    return [
      ...(ofPod === false
        ? [{ path: 'securityContext.runAsNonRoot', message: 'runAsNonRoot is false for the pod' }]
        : []),
      ...wrong.map(({ container, path }) => ({
        path: `${path}.securityContext.runAsNonRoot`,
        message: `runAsNonRoot is not true for container "${container.name}", nor for its pod`,
      })),
    ];
  }),
  withHostUsers(
    perContext(({ runAsUser }) => (runAsUser === 0 ? [['runAsUser', 'runAsUser is 0, which is root']] : [])),
  ),
  onLinux(({ spec }, containers) => {
    const ofPod = spec.securityContext?.seccompProfile?.type;
    return containers
      .filter(({ container: { securityContext } }) => {
        const own = securityContext?.seccompProfile?.type ?? ofPod;
        return own === undefined || !CONFINED.includes(own);
      })
      .map(({ container, path }) => ({
        path: `${path}.securityContext.seccompProfile`,
        message: `seccompProfile is neither RuntimeDefault nor Localhost for container "${container.name}", nor for its pod`,
      }));
  }),
  onLinux(
    perContainer(({ securityContext }) => {
      const { add = [], drop = [] } = securityContext?.capabilities ?? {};
      const added = add.filter((each) => each !== 'NET_BIND_SERVICE');
      return [
        ...(drop.includes('ALL')
          ? []
          : [['securityContext.capabilities.drop', 'does not drop ALL capabilities'] as const]),
        ...(added.length === 0
          ? []
          : [
              [
                'securityContext.capabilities.add',
                `adds ${added.join(', ')}; expected at most NET_BIND_SERVICE`,
              ] as const,
            ]),
      ];
    }),
  ),
];
