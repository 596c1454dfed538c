import { createHash } from 'node:crypto';
import type { ConfigMap, PersistentVolumeClaim, Volume, VolumeMount } from '../../imports/kubernetes';
import { authorityFolder } from '../model/addressing';
import { fileKey } from '../model/names';
import type { ResolvedMicroservice } from '../model/resolved';
import type { Authority } from '../model/store';
import { collectorConfig, collectorConfigName } from './collector';
import { AGENT_MOUNT, AGENT_VOLUME } from './containers';
import { labelsOf, prerequisite } from './labels';

/** Volumes of a pod, and where each container (`main` is the program) sees them. */
export interface PodVolumes {
  readonly volumes: readonly Volume[];
  readonly claims: readonly PersistentVolumeClaim[];
  mountsOf(container: string): readonly VolumeMount[];
}

/**
 * Everything the pod mounts: declared volumes, files, secrets, authorities, writable folders, the agent and the collector's
 * configuration.
 */
export function podVolumes(microservice: ResolvedMicroservice): PodVolumes {
  const volumes: Volume[] = [];
  const claims: PersistentVolumeClaim[] = [];
  const mounts = new Map<string, VolumeMount[]>();
  const mount = (container: string, volumeMount: VolumeMount): void => {
    mounts.set(container, [...(mounts.get(container) ?? []), volumeMount]);
  };
  declaredVolumes(microservice, volumes, claims, mount);
  configurationFiles(microservice, volumes, mount);
  for (const secret of microservice.secrets) {
    if (secret.mountPath === undefined) continue;
    volumes.push({ name: secret.name, secret: { secretName: secret.name } });
    mount('main', { name: secret.name, mountPath: secret.mountPath, readOnly: true });
  }
  for (const authority of authoritiesOf(microservice)) {
    const { configMap: name } = authority;
    volumes.push({ name, configMap: { name } });
    mount('main', { name, mountPath: authorityFolder(authority), readOnly: true });
  }
  const writable: Readonly<Record<string, readonly string[]>> = {
    main: microservice.runtime.writable,
    ...Object.fromEntries(
      Object.entries({ ...microservice.init, ...microservice.containers }).map(([name, extra]) => [
        name,
        extra.writable,
      ]),
    ),
  };
  for (const [container, folders] of Object.entries(writable)) {
    folders.forEach((folder) => {
      const name = `${container}${folder.replace(/[^a-z0-9]+/gi, '-').replace(/-+$/, '')}`.toLowerCase();
      volumes.push({ name, emptyDir: {} });
      mount(container, { name, mountPath: folder });
    });
  }
  if (microservice.runtime.telemetry === 'java-agent' && microservice.sidecar) {
    volumes.push({ name: AGENT_VOLUME, emptyDir: {} });
    mount('main', AGENT_MOUNT);
  }
  if (microservice.sidecar) volumes.push({ name: 'collector', configMap: { name: collectorConfigName(microservice) } });
  return { volumes, claims, mountsOf: (container) => mounts.get(container) ?? [] };
}

/** Authorities of the stores, each once. */
function authoritiesOf({ stores }: ResolvedMicroservice): readonly Authority[] {
  const authorities = stores.flatMap(({ authority }) => authority ?? []);
  return authorities.filter(
    (one, index) => authorities.findIndex((each) => each.configMap === one.configMap) === index,
  );
}

function declaredVolumes(
  microservice: ResolvedMicroservice,
  volumes: Volume[],
  claims: PersistentVolumeClaim[],
  mount: (container: string, volumeMount: VolumeMount) => void,
): void {
  for (const [name, volume] of Object.entries(microservice.volumes)) {
    if ('scratch' in volume) {
      const { medium, scratch: sizeLimit } = volume;
      volumes.push({ name, emptyDir: { ...(medium && { medium }), sizeLimit } });
    }
    if ('files' in volume) {
      const items = Object.keys(volume.files).map((path) => ({ key: fileKey(`/${name}/${path}`), path }));
      volumes.push({ name, configMap: { name: microservice.name, items } });
    }
    if ('secret' in volume) {
      const secretName = `${microservice.name}-${volume.secret.path.replaceAll('/', '-')}`;
      volumes.push({ name, secret: { secretName } });
    }
    if ('claim' in volume) claims.push(claim(name, volume.claim, volume.storageClass ?? 'gp3'));
    for (const [container, mountPath] of Object.entries(volume.mounts)) {
      mount(container, {
        name,
        mountPath,
        ...(volume.readOnly || 'secret' in volume || 'files' in volume ? { readOnly: true } : {}),
      });
    }
  }
}

/** As a StatefulSet stores it: with kind and version, or server-side apply shows a difference for ever. */
function claim(name: string, storage: string, storageClassName: string): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName,
      volumeMode: 'Filesystem',
    },
  };
}

function configurationFiles(
  microservice: ResolvedMicroservice,
  volumes: Volume[],
  mount: (container: string, volumeMount: VolumeMount) => void,
): void {
  if (Object.keys(microservice.files).length === 0) return;
  volumes.push({ name: 'configuration', configMap: { name: microservice.name } });
  for (const path of Object.keys(microservice.files)) {
    mount('main', { name: 'configuration', mountPath: path, subPath: fileKey(path), readOnly: true });
  }
}

/** The files the author wrote, where there are any. */
export function configuration(microservice: ResolvedMicroservice): ConfigMap | undefined {
  const files = [
    ...Object.entries(microservice.files),
    ...Object.entries(microservice.volumes).flatMap(([name, volume]) =>
      'files' in volume ? Object.entries(volume.files).map(([path, text]) => [`/${name}/${path}`, text] as const) : [],
    ),
  ];
  if (files.length === 0) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: microservice.name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...prerequisite(microservice),
    },
    data: Object.fromEntries(files.map(([path, content]) => [fileKey(path), content])),
  };
}

/** Changes with every configuration the pod reads at start, so that a new one rolls the pods. */
export function configurationHash(microservice: ResolvedMicroservice): string | undefined {
  const data = [
    configuration(microservice)?.data,
    microservice.sidecar ? collectorConfig(microservice).data : undefined,
  ];
  if (data.every((each) => each === undefined)) return undefined;
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
}
