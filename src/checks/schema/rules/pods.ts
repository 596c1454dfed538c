import { shown } from '../fault';
import type { Format } from '../formats';
import { configKey, dnsLabel, dnsSubdomain, envName, ipAddress, labelValue, portName, qualifiedName } from '../formats';
import type { Rule, RuleTable } from './rule';
import {
  isSet,
  list,
  texts,
  record,
  text,
  nonEmpty,
  range,
  port,
  id,
  portOrName,
  exactlyOne,
  oneOf,
  exclusive,
  keys,
  values,
  unique,
  natural,
  named,
} from './rule';

const VOLUME_SOURCES = [
  ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'configMap', 'csi', 'downwardAPI'],
  ...['emptyDir', 'ephemeral', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'hostPath'],
  ...['image', 'iscsi', 'nfs', 'persistentVolumeClaim', 'photonPersistentDisk', 'portworxVolume', 'projected'],
  ...['quobyte', 'rbd', 'scaleIO', 'secret', 'storageos', 'vsphereVolume'],
];

const relative: Format = (value) =>
  value !== '' && !value.startsWith('/') && !value.split('/').includes('..')
    ? undefined
    : 'expected a path below the volume, without ..';

const image: Rule = (object, visit) => {
  const value = object['image'];
  if (typeof value === 'string' && value !== value.trim()) visit.fault('has space around it', 'image');
};

const OF_SIDECARS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

const initContainers: Rule = ({ initContainers: containers }, visit) => {
  list(containers).forEach((container, index) => {
    if (container['restartPolicy'] === 'Always') return;
    for (const field of OF_SIDECARS)
      if (isSet(container[field]))
        visit.fault(
          'is set; only an init container with restartPolicy Always may have it',
          `initContainers[${index}].${field}`,
        );
  });
};

/** A hook that sleeps longer than the pod may take to end would be cut short. */
const sleeps: Rule = (pod, visit) => {
  const grace = pod['terminationGracePeriodSeconds'];
  const most = typeof grace === 'number' ? grace : 30;
  for (const field of ['initContainers', 'containers'])
    list(pod[field]).forEach(({ lifecycle }, index) => {
      if (!isSet(lifecycle)) return;
      for (const hook of ['postStart', 'preStop']) {
        const { seconds } = record(record(record(lifecycle)[hook])['sleep']);
        if (typeof seconds === 'number' && seconds > most)
          visit.fault(
            `is ${seconds}; expected at most terminationGracePeriodSeconds, ${most}`,
            `${field}[${index}].lifecycle.${hook}.sleep.seconds`,
          );
      }
    });
};

const containerNames: Rule = (pod, visit) => {
  const seen = new Set<unknown>();
  for (const field of ['initContainers', 'containers'])
    list(pod[field]).forEach(({ name }, index) => {
      if (seen.has(name) && field === 'containers' && list(pod['initContainers']).some((each) => each['name'] === name))
        visit.fault(`is ${shown(name)}, as an init container is called`, `${field}[${index}].name`);
      seen.add(name);
    });
};

const probeFor =
  (field: 'livenessProbe' | 'readinessProbe' | 'startupProbe'): Rule =>
  (object, visit) => {
    const probe = record(object[field]);
    const { successThreshold, terminationGracePeriodSeconds } = probe;
    if (field !== 'readinessProbe' && isSet(successThreshold) && successThreshold !== 1 && successThreshold !== 0)
      visit.fault(`is ${shown(successThreshold)}; expected 1`, `${field}.successThreshold`);
    if (field === 'readinessProbe' && isSet(terminationGracePeriodSeconds))
      visit.fault('is set; a readiness probe ends no container', `${field}.terminationGracePeriodSeconds`);
  };

/** https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields */
const fieldPath: Format = (value) =>
  /^(metadata\.(name|namespace|uid|labels|annotations)|metadata\.(labels|annotations)\['.+'\]|spec\.(nodeName|serviceAccountName|restartPolicy|schedulerName)|status\.(phase|hostIP|hostIPs|podIP|podIPs))$/.test(
    value,
  )
    ? undefined
    : "expected a field of the pod, such as metadata.name or metadata.labels['app']";

const container: readonly Rule[] = [
  text('name', dnsLabel),
  nonEmpty('image'),
  image,
  probeFor('livenessProbe'),
  probeFor('readinessProbe'),
  probeFor('startupProbe'),
  unique('volumeMounts', 'mountPath'),
  unique('ports', 'name'),
];

/** Pods and their containers. */
export const podRules: RuleTable = {
  ConfigMapKeySelector: [named('name', dnsSubdomain), nonEmpty('key'), text('key', configKey)],
  ConfigMapEnvSource: [nonEmpty('name')],
  ConfigMapProjection: [nonEmpty('name')],
  Container: container,
  ContainerPort: [port('containerPort'), range('hostPort', 0, 65535), text('name', portName, true)],
  DownwardAPIVolumeFile: [text('path', relative), exactlyOne('fieldRef', 'resourceFieldRef'), range('mode', 0, 0o777)],
  EnvFromSource: [exactlyOne('configMapRef', 'secretRef'), text('prefix', envName, true)],
  EnvVar: [
    nonEmpty('name'),
    text('name', envName),
    ({ value, valueFrom }, visit) => {
      if (typeof value === 'string' && value !== '' && isSet(valueFrom))
        visit.fault('has both value and valueFrom; expected one of them');
    },
  ],
  EnvVarSource: [exactlyOne('fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef')],
  ExecAction: [nonEmpty('command')],
  GRPCAction: [port('port')],
  HTTPGetAction: [portOrName('port')],
  HostAlias: [text('ip', ipAddress)],
  KeyToPath: [nonEmpty('key'), text('key', configKey), text('path', relative), range('mode', 0, 0o777)],
  LifecycleHandler: [exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep')],
  ObjectFieldSelector: [nonEmpty('fieldPath'), text('fieldPath', fieldPath)],
  PodSecurityContext: [id('runAsUser'), id('runAsGroup'), id('fsGroup')],
  PodSpec: [
    nonEmpty('containers'),
    ...natural('terminationGracePeriodSeconds'),
    range('activeDeadlineSeconds', 1),
    text('serviceAccountName', dnsSubdomain, true),
    text('nodeName', dnsSubdomain, true),
    text('priorityClassName', dnsSubdomain, true),
    text('hostname', dnsLabel, true),
    text('subdomain', dnsLabel, true),
    oneOf('dnsPolicy', 'ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    oneOf('restartPolicy', 'Always', 'OnFailure', 'Never'),
    keys('nodeSelector', qualifiedName),
    values('nodeSelector', labelValue),
    initContainers,
    containerNames,
    sleeps,
  ],
  Probe: [
    exactlyOne('exec', 'httpGet', 'tcpSocket', 'grpc'),
    ...natural('initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'),
    range('terminationGracePeriodSeconds', 1),
  ],
  ProjectedVolumeSource: [range('defaultMode', 0, 0o777)],
  SeccompProfile: [
    ({ type, localhostProfile }, visit) => {
      if ((type === 'Localhost') !== (isSet(localhostProfile) && localhostProfile !== ''))
        visit.fault('goes with type Localhost, and only with it', 'localhostProfile');
    },
  ],
  SecretKeySelector: [named('name', dnsSubdomain), nonEmpty('key'), text('key', configKey)],
  SecretEnvSource: [nonEmpty('name')],
  SecretProjection: [nonEmpty('name')],
  SecretVolumeSource: [nonEmpty('secretName'), range('defaultMode', 0, 0o777)],
  ConfigMapVolumeSource: [nonEmpty('name'), range('defaultMode', 0, 0o777)],
  SecurityContext: [
    id('runAsUser'),
    id('runAsGroup'),
    ({ privileged, capabilities, allowPrivilegeEscalation }, visit) => {
      const adds = texts(record(capabilities)['add']);
      if (allowPrivilegeEscalation === false && (privileged === true || adds.includes('CAP_SYS_ADMIN')))
        visit.fault(
          'is false, which neither a privileged container nor CAP_SYS_ADMIN allows',
          'allowPrivilegeEscalation',
        );
    },
  ],
  SleepAction: [range('seconds', 0, 2 ** 31 - 1)],
  TCPSocketAction: [portOrName('port')],
  Volume: [text('name', dnsLabel), exactlyOne(...VOLUME_SOURCES)],
  VolumeMount: [nonEmpty('name', 'mountPath'), text('subPath', relative, true), exclusive('subPath', 'subPathExpr')],
  HostPathVolumeSource: [nonEmpty('path')],
};
