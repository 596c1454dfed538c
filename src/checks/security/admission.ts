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

/** Says what is forbidden, at a field below what is looked at; empty for the whole of it. */
type Deny = (field: string, message: string) => void;
type Policy = (pod: AdmittedPod, containers: readonly Visited[], minor: number, deny: Deny) => void;

/** What a level forbids in a pod, by the rules of a Kubernetes minor: 35 of `1.35`. */
export function denialsOf(pod: AdmittedPod, level: Level, minor: number): readonly Denial[] {
  if (level === 'privileged') return [];
  const containers: Visited[] = [];
  for (const field of ['initContainers', 'containers', 'ephemeralContainers'] as const)
    (pod.spec[field] ?? []).forEach((container, index) => {
      containers.push({ container, path: `${field}[${index}]` });
    });
  const denials: Denial[] = [];
  const deny: Deny = (path, message) => {
    denials.push({ path, message });
  };
  const policies = level === 'restricted' ? [...BASELINE, ...RESTRICTED] : BASELINE;
  policies.forEach((policy) => {
    policy(pod, containers, minor, deny);
  });
  return denials;
}

const perContainer =
  (decide: (container: Container, deny: Deny, minor: number) => void): Policy =>
  (_pod, containers, minor, deny) => {
    containers.forEach(({ container, path }) => {
      decide(
        container,
        (field, message) => {
          deny(field === '' ? path : `${path}.${field}`, `${message} in container "${container.name}"`);
        },
        minor,
      );
    });
  };

const NO_CONTEXT: SecurityContext = {};

/** The security contexts of the pod and of its containers. */
const perContext =
  (decide: (context: SecurityContext, deny: Deny, minor: number) => void): Policy =>
  (pod, containers, minor, deny) => {
    const at = (path: string, context: SecurityContext | undefined): void => {
      decide(
        context ?? NO_CONTEXT,
        (field, message) => {
          deny(`${path}.${field}`, message);
        },
        minor,
      );
    };
    at('securityContext', pod.spec.securityContext);
    containers.forEach(({ container, path }) => {
      at(`${path}.securityContext`, container.securityContext);
    });
  };

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

const HOOKS = ['postStart', 'preStop'] as const;
const ASKS = ['httpGet', 'tcpSocket'] as const;
type Asking = Readonly<Partial<Record<(typeof ASKS)[number], { readonly host?: string }>>>;

/** A probe or hook asks the pod itself unless it names a host. */
function denyHosts(asking: Asking | undefined, path: string, deny: Deny): void {
  if (!asking) return;
  ASKS.forEach((ask) => {
    const host = asking[ask]?.host;
    if (host !== undefined && host !== '') deny(`${path}.${ask}.host`, `asks host ${host}; expected the pod itself`);
  });
}

/** A pod with users of its own may be root in there: since 1.35. */
const withHostUsers =
  (policy: Policy): Policy =>
  (pod, containers, minor, deny) => {
    if (pod.spec.hostUsers !== false || minor < 35) policy(pod, containers, minor, deny);
  };

const procMount = perContainer(({ securityContext }, deny) => {
  const mount = securityContext?.procMount ?? 'Default';
  if (mount !== 'Default') deny('securityContext.procMount', `procMount is ${mount}; expected Default`);
});

const BASELINE: readonly Policy[] = [
  ({ spec }, _containers, _minor, deny) => {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
      if (spec[field] === true) deny(field, `${field} is true; expected the pod to have its own`);
  },
  perContext(({ windowsOptions }, deny) => {
    if (windowsOptions?.hostProcess === true)
      deny('windowsOptions.hostProcess', 'hostProcess is true; expected no process of the host');
  }),
  perContainer(({ securityContext }, deny) => {
    if (securityContext?.privileged === true) deny('securityContext.privileged', 'privileged is true; expected false');
  }),
  perContainer(({ securityContext }, deny) => {
    const added = (securityContext?.capabilities?.add ?? []).filter((each) => !BASELINE_CAPABILITIES.has(each));
    if (added.length > 0)
      deny('securityContext.capabilities.add', `adds ${added.join(', ')}; expected only unprivileged capabilities`);
  }),
  ({ spec }, _containers, _minor, deny) => {
    (spec.volumes ?? []).forEach((volume, index) => {
      if (volume.hostPath !== undefined)
        deny(`volumes[${index}].hostPath`, `volume "${volume.name}" is a path of the host`);
    });
  },
  perContainer(({ ports = [] }, deny) => {
    ports.forEach(({ hostPort = 0 }, index) => {
      if (hostPort !== 0) deny(`ports[${index}].hostPort`, `takes port ${hostPort} of the host`);
    });
  }),
  perContainer((container, deny, minor) => {
    if (minor < 34) return;
    PROBES.forEach((probe) => {
      denyHosts(container[probe], probe, deny);
    });
    if (container.lifecycle)
      HOOKS.forEach((hook) => {
        denyHosts(container.lifecycle?.[hook], `lifecycle.${hook}`, deny);
      });
  }),
  ({ annotations }, _containers, _minor, deny) => {
    for (const key in annotations)
      if (key.startsWith(APPARMOR) && !/^(|runtime\/default|localhost\/.*)$/.test(annotations[key]!))
        deny('', `annotation ${key} is ${annotations[key]!}; expected runtime/default`);
  },
  perContext(({ appArmorProfile }, deny) => {
    if (appArmorProfile?.type === 'Unconfined')
      deny('appArmorProfile.type', 'appArmorProfile is Unconfined; expected RuntimeDefault');
  }),
  perContext(({ seLinuxOptions: { type = '', user = '', role = '' } = {} }, deny, minor) => {
    if (!SELINUX_TYPES.includes(type) && !(minor >= 31 && type === 'container_engine_t'))
      deny('seLinuxOptions.type', `seLinuxOptions.type is ${type}; expected a type of containers`);
    if (user !== '') deny('seLinuxOptions.user', `seLinuxOptions.user is ${user}; expected none`);
    if (role !== '') deny('seLinuxOptions.role', `seLinuxOptions.role is ${role}; expected none`);
  }),
  withHostUsers(procMount),
  perContext(({ seccompProfile }, deny) => {
    if (seccompProfile?.type === 'Unconfined')
      deny('seccompProfile.type', 'seccompProfile is Unconfined; expected RuntimeDefault or Localhost');
  }),
  ({ spec }, _containers, minor, deny) => {
    (spec.securityContext?.sysctls ?? []).forEach(({ name }, index) => {
      if ((SYSCTLS[name] ?? Infinity) > minor)
        deny(`securityContext.sysctls[${index}]`, `sets sysctl ${name}, which others on the node feel`);
    });
  },
];

const RESTRICTED_VOLUMES = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
]);
const CONFINED = ['RuntimeDefault', 'Localhost'];

/** Windows has neither capabilities nor seccomp. */
const onLinux =
  (policy: Policy): Policy =>
  (pod, containers, minor, deny) => {
    if (pod.spec.os?.name !== 'windows' || minor < 25) policy(pod, containers, minor, deny);
  };

const RESTRICTED: readonly Policy[] = [
  (pod, containers, minor, deny) => {
    if (pod.spec.hostUsers === false && minor >= 35) procMount(pod, containers, minor, deny);
  },
  ({ spec }, _containers, _minor, deny) => {
    (spec.volumes ?? []).forEach((volume, index) => {
      for (const source in volume)
        if (source !== 'name' && !RESTRICTED_VOLUMES.has(source))
          deny(
            `volumes[${index}].${source}`,
            `volume "${volume.name}" is of type ${source}; expected one of ${[...RESTRICTED_VOLUMES].join(', ')}`,
          );
    });
  },
  onLinux(
    perContainer(({ securityContext }, deny) => {
      if (securityContext?.allowPrivilegeEscalation !== false)
        deny('securityContext.allowPrivilegeEscalation', 'allowPrivilegeEscalation is not false');
    }),
  ),
  withHostUsers(({ spec }, containers, _minor, deny) => {
    const ofPod = spec.securityContext?.runAsNonRoot;
    if (ofPod === false) deny('securityContext.runAsNonRoot', 'runAsNonRoot is false for the pod');
    containers.forEach(({ container, path }) => {
      const own = container.securityContext?.runAsNonRoot;
      if (own === false || (own === undefined && ofPod !== true))
        deny(
          `${path}.securityContext.runAsNonRoot`,
          `runAsNonRoot is not true for container "${container.name}", nor for its pod`,
        );
    });
  }),
  withHostUsers(
    perContext(({ runAsUser }, deny) => {
      if (runAsUser === 0) deny('runAsUser', 'runAsUser is 0, which is root');
    }),
  ),
  onLinux(({ spec }, containers, _minor, deny) => {
    const ofPod = spec.securityContext?.seccompProfile?.type;
    containers.forEach(({ container, path }) => {
      const own = container.securityContext?.seccompProfile?.type ?? ofPod;
      if (own === undefined || !CONFINED.includes(own))
        deny(
          `${path}.securityContext.seccompProfile`,
          `seccompProfile is neither RuntimeDefault nor Localhost for container "${container.name}", nor for its pod`,
        );
    });
  }),
  onLinux(
    perContainer(({ securityContext }, deny) => {
      const { add = [], drop = [] } = securityContext?.capabilities ?? {};
      if (!drop.includes('ALL')) deny('securityContext.capabilities.drop', 'does not drop ALL capabilities');
      const added = add.filter((each) => each !== 'NET_BIND_SERVICE');
      if (added.length > 0)
        deny('securityContext.capabilities.add', `adds ${added.join(', ')}; expected at most NET_BIND_SERVICE`);
    }),
  ),
];
