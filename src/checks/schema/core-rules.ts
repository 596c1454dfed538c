import type { DefinitionRules } from './compile';
import type { Validator } from './json-schema';
import type { Visit } from './fault';
import { shown } from './fault';
import type { Format } from './formats';
import {
  amountOf,
  cidr,
  configKey,
  dnsLabel,
  dnsSubdomain,
  envName,
  ipAddress,
  labelValue,
  portName,
  qualifiedName,
} from './formats';

/** What the API server's own code asks of core kinds beyond their schema: https://github.com/kubernetes/kubernetes/tree/master/pkg/apis */

type Fields = Readonly<Record<string, unknown>>;
type Rule = (object: Fields, visit: Visit) => void;

const isSet = (value: unknown): boolean => value !== undefined && value !== null;
const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : []).map(record);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const record = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** A text field, where it is set, has a format. */
const text =
  (field: string, format: Format, orEmpty = false): Rule =>
  (object, visit) => {
    const value = object[field];
    if (typeof value !== 'string' || (orEmpty && value === '')) return;
    const expected = format(value);
    if (expected !== undefined) visit.fault(`is ${shown(value)}; ${expected}`, field);
  };

const nonEmpty =
  (...fields: string[]): Rule =>
  (object, visit) => {
    for (const field of fields) {
      const value = object[field];
      if (value === '' || !isSet(value) || (Array.isArray(value) && value.length === 0))
        visit.fault(value === undefined ? `${field} is missing` : 'is empty', value === undefined ? '' : field);
    }
  };

const range =
  (field: string, from: number, to = Infinity): Rule =>
  (object, visit) => {
    const value = object[field];
    if (typeof value === 'number' && (value < from || value > to))
      visit.fault(
        `is ${value}; expected ${to === Infinity ? `at least ${from}` : `a number from ${from} to ${to}`}`,
        field,
      );
  };

const natural = (...fields: string[]): Rule[] => fields.map((field) => range(field, 0));
const port = (field: string): Rule => range(field, 1, 65535);
const id = (field: string): Rule => range(field, 0, 2 ** 31 - 1);

/** A number or the name of a port. */
const portOrName =
  (field: string): Rule =>
  (object, visit) => {
    port(field)(object, visit);
    text(field, portName, true)(object, visit);
  };

/** A count or a percentage. */
const share =
  (field: string, most = Infinity): Rule =>
  (object, visit) => {
    const value = object[field];
    range(field, 0, 2 ** 31 - 1)(object, visit);
    if (typeof value !== 'string') return;
    if (!/^[0-9]+%$/.test(value))
      visit.fault(`is ${shown(value)}; expected a count or a percentage such as 25%`, field);
    else if (Number.parseInt(value, 10) > most) visit.fault(`is ${value}; expected at most ${most}%`, field);
  };

const exactlyOne =
  (...fields: string[]): Rule =>
  (object, visit) => {
    const present = fields.filter((field) => isSet(object[field]));
    if (present.length === 1) return;
    const wrong = present.length === 0 ? 'has none' : `has ${present.join(' and ')}`;
    visit.fault(
      `${wrong} of ${fields.slice(0, 8).join(', ')}${fields.length > 8 ? ', ...' : ''}; expected exactly one`,
    );
  };

const oneOf =
  (field: string, ...values: string[]): Rule =>
  (object, visit) => {
    const value = object[field];
    if (isSet(value) && value !== '' && !values.includes(value as string))
      visit.fault(`is ${shown(value)}; expected one of ${values.join(', ')}`, field);
  };

const exclusive =
  (one: string, other: string): Rule =>
  (object, visit) => {
    if (isSet(object[one]) && isSet(object[other])) visit.fault(`has both ${one} and ${other}; expected one of them`);
  };

const keys =
  (field: string, format: Format): Rule =>
  (object, visit) => {
    for (const key of Object.keys(record(object[field]))) {
      const expected = format(key);
      if (expected !== undefined) visit.fault(`has the key ${shown(key)}; ${expected}`, field);
    }
  };

const values =
  (field: string, format: Format): Rule =>
  (object, visit) => {
    for (const [key, value] of Object.entries(record(object[field]))) {
      const expected = typeof value === 'string' ? format(value) : undefined;
      if (expected !== undefined) visit.fault(`has ${shown(value)} for ${key}; ${expected}`, field);
    }
  };

const relative: Format = (value) =>
  value !== '' && !value.startsWith('/') && !value.split('/').includes('..')
    ? undefined
    : 'expected a path below the volume, without ..';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements */
const requirement: Rule = (object, visit) => {
  const { operator, values: given } = object;
  const count = list(given).length;
  const needs = operator === 'In' || operator === 'NotIn';
  if (needs && count === 0) visit.fault(`values is empty; ${operator} expects some`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
    visit.fault(`has values; ${operator} expects none`);
};

const unique =
  (field: string, key: string): Rule =>
  (object, visit) => {
    const seen = new Set<unknown>();
    list(object[field]).forEach((item, index) => {
      const value = item[key];
      if (value !== undefined && seen.has(value))
        visit.fault(`is ${shown(value)} a second time; expected each only once`, `${field}[${index}].${key}`);
      seen.add(value);
    });
  };

/** The selector of a workload is written, selects something, and selects its own pods. */
const selectsTemplate: Rule = ({ selector, template }, visit) => {
  const { matchLabels, matchExpressions } = record(selector);
  const wanted = record(matchLabels);
  if (Object.keys(wanted).length === 0 && list(matchExpressions).length === 0) {
    visit.fault('selects every pod; expected labels of the template', 'selector');
    return;
  }
  const labels = record(record(record(template)['metadata'])['labels']);
  for (const [key, value] of Object.entries(wanted))
    if (labels[key] !== value)
      visit.fault(`wants ${key}=${shown(value)}, which the template does not have`, 'selector.matchLabels');
};

const podPolicy =
  (...allowed: string[]): Rule =>
  ({ template }, visit) => {
    const policy = record(record(template)['spec'])['restartPolicy'] ?? 'Always';
    if (!allowed.includes(policy as string))
      visit.fault(`is ${shown(policy)}; expected ${allowed.join(' or ')}`, 'template.spec.restartPolicy');
  };

/** Requests are at most limits, and neither is negative. */
const amounts: Rule = ({ requests, limits }, visit) => {
  const most = record(limits);
  for (const field of ['requests', 'limits'] as const)
    for (const [name, value] of Object.entries(record(field === 'requests' ? requests : limits)))
      if ((amountOf(value) ?? 0) < 0)
        visit.fault(`is ${shown(value)}; expected no negative quantity`, `${field}.${name}`);
  for (const [name, value] of Object.entries(record(requests))) {
    const limit = most[name] === null ? 0 : amountOf(most[name]);
    if (limit !== undefined && (amountOf(value) ?? 0) > limit)
      visit.fault(`is ${shown(value)}, more than its limit ${shown(most[name])}`, `requests.${name}`);
  }
};

const resourceNames =
  (field: string): Rule =>
  (object, visit) => {
    for (const name of Object.keys(record(object[field])))
      if (!/^(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(name) && (!name.includes('/') || qualifiedName(name)))
        visit.fault(
          `has the key ${shown(name)}; expected cpu, memory, ephemeral-storage or the name of an extended resource`,
          field,
        );
  };

/** Names of Kubernetes' own are few; any other has a domain. */
const namesOf =
  (field: string, own: RegExp): Rule =>
  (object, visit) => {
    for (const name of Object.keys(record(object[field])))
      if (!own.test(name) && (!name.includes('/') || qualifiedName(name) !== undefined))
        visit.fault(`has the key ${shown(name)}; expected a resource of Kubernetes, or one with a domain`, field);
  };
const limitNames = (field: string): Rule => namesOf(field, /^(cpu|memory|ephemeral-storage|storage|hugepages-.+)$/);
const quotaNames = namesOf(
  'hard',
  /^((requests|limits)\..+|cpu|memory|storage|ephemeral-storage|pods|services(\.nodeports|\.loadbalancers)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|count\/.+)$/,
);

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

const image: Rule = (object, visit) => {
  const value = object['image'];
  if (typeof value === 'string' && value !== value.trim()) visit.fault('has space around it', 'image');
};

const initContainers: Rule = ({ initContainers: containers }, visit) => {
  list(containers).forEach((container, index) => {
    if (container['restartPolicy'] === 'Always') return;
    for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])
      if (isSet(container[field]))
        visit.fault(
          'is set; only an init container with restartPolicy Always may have it',
          `initContainers[${index}].${field}`,
        );
  });
};

/** Every mount names a volume of the pod, or a claim of the StatefulSet. */
const mounts: Rule = ({ template, volumeClaimTemplates }, visit) => {
  const pod = record(record(template)['spec']);
  const claims = list(volumeClaimTemplates).map(({ metadata }) => record(metadata)['name']);
  const names = new Set([...claims, ...list(pod['volumes']).map((volume) => volume['name'])]);
  for (const field of ['initContainers', 'containers'])
    list(pod[field]).forEach((container, index) => {
      list(container['volumeMounts']).forEach((mount, at) => {
        if (!names.has(mount['name']))
          visit.fault(
            `is ${shown(mount['name'])}, which is no volume of the pod; it has ${[...names].join(', ') || 'none'}`,
            `template.spec.${field}[${index}].volumeMounts[${at}].name`,
          );
      });
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

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
const schedule: Format = (value) => {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(value)) return undefined;
  const fields = value.trim().split(/\s+/);
  const bounds = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 6],
  ] as const;
  const fits = (field: string, [from, to]: readonly [number, number]): boolean =>
    field.split(',').every((part) => {
      const match = /^(\*|\?|[0-9]+|[a-z]{3})(?:-([0-9]+|[a-z]{3}))?(?:\/([0-9]+))?$/i.exec(part);
      if (match === null) return false;
      const numbers = [match[1]!, match[2] ?? match[1]!].filter((word) => /^[0-9]+$/.test(word)).map(Number);
      return numbers.every((each) => each >= from && each <= to) && match[3] !== '0' && !(numbers[0]! > numbers[1]!);
    });
  return fields.length === 5 && fields.every((field, index) => fits(field, bounds[index]!))
    ? undefined
    : 'expected five fields: minute, hour, day of month, month, day of week';
};

const rollingUpdate: Rule = ({ maxUnavailable, maxSurge }, visit) => {
  const isZero = (value: unknown): boolean => value === 0 || value === '0%';
  if (isZero(maxUnavailable) && isZero(maxSurge ?? '25%'))
    visit.fault('is 0, and so is maxSurge; expected one of them to be more', 'maxUnavailable');
};

const servicePorts: Rule = ({ ports, type, clusterIP }, visit) => {
  const all = list(ports);
  if (all.length === 0 && type !== 'ExternalName' && clusterIP !== 'None') visit.fault('ports is missing');
  if (all.length > 1)
    all.forEach(({ name }, index) => {
      if (!isSet(name) || name === '')
        visit.fault('name is missing; a Service with several ports names each', `ports[${index}]`);
    });
};

const externalName: Rule = (object, visit) => {
  if (object['type'] === 'ExternalName') nonEmpty('externalName')(object, visit);
  text('externalName', (value) => dnsSubdomain(value.replace(/\.$/, '')), true)(object, visit);
};

const policyRule: Rule = ({ apiGroups, resources, nonResourceURLs }, visit) => {
  if (list(nonResourceURLs).length > 0) {
    if (list(resources).length + list(apiGroups).length > 0)
      visit.fault('has nonResourceURLs beside apiGroups or resources; expected a rule for each');
    return;
  }
  if (list(apiGroups).length === 0) visit.fault('apiGroups is missing');
  if (list(resources).length === 0) visit.fault('resources is missing');
};

const subject: Rule = (object, visit) => {
  const { kind, apiGroup, namespace } = object;
  const group = kind === 'ServiceAccount' ? '' : 'rbac.authorization.k8s.io';
  if (!['ServiceAccount', 'User', 'Group'].includes(kind as string))
    visit.fault(`is ${shown(kind)}; expected one of ServiceAccount, User, Group`, 'kind');
  else if (isSet(apiGroup) && apiGroup !== group)
    visit.fault(`is ${shown(apiGroup)}; expected ${shown(group)}`, 'apiGroup');
  if (kind === 'ServiceAccount') text('name', dnsSubdomain)(object, visit);
  if (kind === 'ServiceAccount' && (!isSet(namespace) || namespace === '')) visit.fault('namespace is missing');
};

const metricTarget: Rule = (target, visit) => {
  exactlyOne('averageUtilization', 'averageValue', 'value')(target, visit);
  range('averageUtilization', 1)(target, visit);
};

const metricSource: Rule = (object, visit) => {
  const { type } = object;
  const field = typeof type === 'string' ? type.charAt(0).toLowerCase() + type.slice(1) : '';
  if (['ContainerResource', 'External', 'Object', 'Pods', 'Resource'].includes(type as string)) {
    if (!isSet(object[field])) visit.fault(`${field} is missing`);
  } else visit.fault(`is ${shown(type)}; expected one of ContainerResource, External, Object, Pods, Resource`, 'type');
};

const scaled: Rule = ({ scaleTargetRef }, visit) => {
  const { apiVersion, kind } = record(scaleTargetRef);
  if (!(typeof apiVersion === 'string' && apiVersion.includes('/')) && kind !== 'ReplicationController')
    visit.fault(`is ${shown(apiVersion ?? '')}; expected group/version`, 'scaleTargetRef.apiVersion');
};

const autoscaler: Rule = ({ minReplicas, maxReplicas }, visit) => {
  if (typeof minReplicas === 'number' && typeof maxReplicas === 'number' && maxReplicas < minReplicas)
    visit.fault(`is ${maxReplicas}, less than minReplicas ${minReplicas}`, 'maxReplicas');
};

const ipBlock: Rule = ({ cidr: block, except }, visit) => {
  texts(except).forEach((each, index) => {
    const expected = cidr(each);
    if (expected !== undefined) visit.fault(`is ${shown(each)}; ${expected}`, `except[${index}]`);
  });
  const expected = cidr(String(block));
  if (expected !== undefined) visit.fault(`is ${shown(block)}; ${expected}`, 'cidr');
};

const policyPort: Rule = (object, visit) => {
  const { port: from, endPort } = object;
  if (endPort === undefined) return;
  if (typeof from !== 'number') visit.fault('is set; expected port to be a number', 'endPort');
  else if ((endPort as number) < from) visit.fault(`is ${shown(endPort)}, less than port ${from}`, 'endPort');
};

const toleration: Rule = ({ key, operator, value, effect, tolerationSeconds }, visit) => {
  if (operator === 'Exists' && isSet(value) && value !== '')
    visit.fault('is set; operator Exists expects none', 'value');
  if ((!isSet(key) || key === '') && operator !== 'Exists')
    visit.fault('is not Exists, though there is no key', 'operator');
  if (isSet(tolerationSeconds) && effect !== 'NoExecute')
    visit.fault('is set; expected effect NoExecute', 'tolerationSeconds');
};

const ingressPath: Rule = ({ path, pathType }, visit) => {
  if (pathType === 'ImplementationSpecific') {
    if (isSet(path) && path !== '' && !String(path).startsWith('/')) visit.fault('does not begin with /', 'path');
    return;
  }
  if (typeof path !== 'string' || !path.startsWith('/'))
    visit.fault(`is ${shown(path)}; expected a path that begins with /`, 'path');
  else if (/\/\/|\/\.\/|\/\.\.\/|%2f/i.test(path) || /\/\.{1,2}$/.test(path))
    visit.fault(`is ${shown(path)}; expected no //, /./, /../ or %2f`, 'path');
};

/** https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields */
const fieldPath: Format = (value) =>
  /^(metadata\.(name|namespace|uid|labels|annotations)|metadata\.(labels|annotations)\['.+'\]|spec\.(nodeName|serviceAccountName|restartPolicy|schedulerName)|status\.(phase|hostIP|hostIPs|podIP|podIPs))$/.test(
    value,
  )
    ? undefined
    : "expected a field of the pod, such as metadata.name or metadata.labels['app']";

const hostName: Format = (value) => (value === '' ? undefined : dnsSubdomain(value.replace(/^\*\./, '')));

const labelled: readonly Rule[] = [keys('matchLabels', qualifiedName), values('matchLabels', labelValue)];
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
const VOLUME_SOURCES = [
  ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'configMap', 'csi', 'downwardAPI'],
  ...['emptyDir', 'ephemeral', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs', 'hostPath'],
  ...['image', 'iscsi', 'nfs', 'persistentVolumeClaim', 'photonPersistentDisk', 'portworxVolume', 'projected'],
  ...['quobyte', 'rbd', 'scaleIO', 'secret', 'storageos', 'vsphereVolume'],
];

/** Rules by the name of the definition. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  ConfigMapKeySelector: [nonEmpty('key'), text('key', configKey)],
  Container: container,
  ContainerPort: [port('containerPort'), range('hostPort', 0, 65535), text('name', portName, true)],
  ContainerResourceMetricSource: [
    nonEmpty('name', 'container'),
    text('name', qualifiedName),
    text('container', dnsLabel),
  ],
  CronJobSpec: [
    nonEmpty('schedule'),
    text('schedule', schedule),
    ...natural('startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
  ],
  CrossVersionObjectReference: [nonEmpty('kind', 'name')],
  DaemonSetSpec: [selectsTemplate, mounts, podPolicy('Always'), ...natural('minReadySeconds', 'revisionHistoryLimit')],
  DeploymentSpec: [
    selectsTemplate,
    mounts,
    podPolicy('Always'),
    ...natural('replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'),
    ({ progressDeadlineSeconds: deadline, minReadySeconds: ready }, visit) => {
      if (((deadline as number | undefined) ?? 600) <= ((ready as number | undefined) ?? 0))
        visit.fault('is not more than minReadySeconds', 'progressDeadlineSeconds');
    },
  ],
  DeploymentStrategy: [
    ({ type, rollingUpdate: rolling }, visit) => {
      if (type === 'Recreate' && isSet(rolling)) visit.fault('is set; type Recreate expects none', 'rollingUpdate');
    },
  ],
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
  HPAScalingPolicy: [range('value', 1), range('periodSeconds', 1, 1800)],
  HPAScalingRules: [
    range('stabilizationWindowSeconds', 0, 3600),
    oneOf('selectPolicy', 'Max', 'Min', 'Disabled'),
    (object, visit) => {
      if (isSet(object['policies']) && list(object['policies']).length === 0)
        visit.fault('is empty; expected at least one policy', 'policies');
    },
  ],
  HTTPGetAction: [portOrName('port')],
  HTTPIngressPath: [nonEmpty('pathType'), ingressPath],
  HTTPIngressRuleValue: [nonEmpty('paths')],
  HorizontalPodAutoscalerSpec: [range('maxReplicas', 1), range('minReplicas', 1), autoscaler, scaled],
  HostAlias: [text('ip', ipAddress)],
  IPBlock: [ipBlock],
  IngressBackend: [exactlyOne('service', 'resource')],
  IngressRule: [
    text('host', hostName),
    ({ host }, visit) => {
      if (typeof host === 'string' && ipAddress(host) === undefined)
        visit.fault('is an address; expected a name', 'host');
    },
  ],
  IngressServiceBackend: [nonEmpty('name', 'port'), text('name', dnsLabel)],
  IngressSpec: [
    text('ingressClassName', dnsSubdomain),
    (object, visit) => {
      if (!isSet(object['defaultBackend']) && list(object['rules']).length === 0)
        visit.fault('has neither defaultBackend nor rules; expected one of them');
    },
  ],
  JobSpec: [
    podPolicy('Never', 'OnFailure'),
    mounts,
    ...natural('parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'),
  ],
  KeyToPath: [nonEmpty('key'), text('key', configKey), text('path', relative), range('mode', 0, 0o777)],
  LabelSelector: labelled,
  LabelSelectorRequirement: [text('key', qualifiedName), requirement],
  LifecycleHandler: [exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep')],
  LimitRangeSpec: [unique('limits', 'type')],
  LimitRangeItem: [
    nonEmpty('type'),
    text('type', qualifiedName),
    limitNames('default'),
    limitNames('defaultRequest'),
    limitNames('min'),
    limitNames('max'),
    ({ default: standard, defaultRequest }, visit) => {
      for (const [name, quantity] of Object.entries(record(defaultRequest))) {
        const most = record(standard)[name] === null ? 0 : amountOf(record(standard)[name]);
        if (most !== undefined && amountOf(quantity)! > most)
          visit.fault(`is ${shown(quantity)}, more than default`, `defaultRequest.${name}`);
      }
    },
    ({ type, min, max, default: standard, defaultRequest }, visit) => {
      for (const [field, value] of [
        ['default', standard],
        ['defaultRequest', defaultRequest],
        ['min', min],
      ] as const) {
        if (type === 'Pod' && isSet(value) && field !== 'min') visit.fault('is set; type Pod expects none', field);
        for (const [name, quantity] of Object.entries(record(value))) {
          const most = amountOf(record(max)[name]);
          if (most !== undefined && amountOf(quantity)! > most)
            visit.fault(`is ${shown(quantity)}, more than max ${shown(record(max)[name])}`, `${field}.${name}`);
        }
      }
    },
  ],
  MetricIdentifier: [nonEmpty('name')],
  MetricSpec: [metricSource],
  MetricTarget: [oneOf('type', 'Utilization', 'Value', 'AverageValue'), metricTarget],
  NetworkPolicyPeer: [
    ({ ipBlock: block, podSelector, namespaceSelector }, visit) => {
      if (isSet(block) && (isSet(podSelector) || isSet(namespaceSelector)))
        visit.fault('has ipBlock beside a selector; expected an item for each');
      if (!isSet(block) && !isSet(podSelector) && !isSet(namespaceSelector))
        visit.fault('is empty; expected ipBlock, podSelector or namespaceSelector');
    },
  ],
  NetworkPolicyPort: [portOrName('port'), oneOf('protocol', 'TCP', 'UDP', 'SCTP'), policyPort],
  NetworkPolicySpec: [
    ({ policyTypes }, visit) => {
      if (texts(policyTypes).length > 2) visit.fault('has more than two types', 'policyTypes');
      texts(policyTypes).forEach((type, index) => {
        if (!['Ingress', 'Egress'].includes(type))
          visit.fault(`is ${shown(type)}; expected Ingress or Egress`, `policyTypes[${index}]`);
      });
    },
  ],
  NodeSelector: [nonEmpty('nodeSelectorTerms')],
  NodeSelectorRequirement: [text('key', qualifiedName), requirement],
  ObjectMeta: [
    keys('labels', qualifiedName),
    values('labels', labelValue),
    keys('annotations', (key) => qualifiedName(key.toLowerCase())),
  ],
  ObjectFieldSelector: [nonEmpty('fieldPath'), text('fieldPath', fieldPath)],
  JobTemplateSpec: [nonEmpty('spec')],
  PodTemplateSpec: [nonEmpty('spec')],
  PersistentVolumeClaimSpec: [
    nonEmpty('accessModes'),
    ({ resources }, visit) => {
      if (!isSet(record(record(resources)['requests'])['storage']))
        visit.fault('storage is missing', 'resources.requests');
    },
  ],
  PodAffinityTerm: [nonEmpty('topologyKey'), text('topologyKey', qualifiedName)],
  PodDisruptionBudgetSpec: [
    exclusive('minAvailable', 'maxUnavailable'),
    share('minAvailable', 100),
    share('maxUnavailable', 100),
    oneOf('unhealthyPodEvictionPolicy', 'AlwaysAllow', 'IfHealthyBudget'),
  ],
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
  ],
  PolicyRule: [nonEmpty('verbs'), policyRule],
  PreferredSchedulingTerm: [range('weight', 1, 100)],
  Probe: [
    exactlyOne('exec', 'httpGet', 'tcpSocket', 'grpc'),
    ...natural('initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'),
    range('terminationGracePeriodSeconds', 1),
  ],
  ProjectedVolumeSource: [range('defaultMode', 0, 0o777)],
  ResourceMetricSource: [nonEmpty('name'), text('name', qualifiedName)],
  ResourceQuotaSpec: [quotaNames],
  ResourceRequirements: [resourceNames('limits'), resourceNames('requests'), amounts],
  RoleRef: [nonEmpty('name'), oneOf('kind', 'Role', 'ClusterRole'), oneOf('apiGroup', 'rbac.authorization.k8s.io')],
  RollingUpdateDaemonSet: [share('maxSurge'), share('maxUnavailable', 100)],
  RollingUpdateDeployment: [share('maxSurge'), share('maxUnavailable', 100), rollingUpdate],
  SeccompProfile: [
    ({ type, localhostProfile }, visit) => {
      if ((type === 'Localhost') !== (isSet(localhostProfile) && localhostProfile !== ''))
        visit.fault('goes with type Localhost, and only with it', 'localhostProfile');
    },
  ],
  SecretKeySelector: [nonEmpty('key'), text('key', configKey)],
  SecretVolumeSource: [range('defaultMode', 0, 0o777)],
  ConfigMapVolumeSource: [range('defaultMode', 0, 0o777)],
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
  ServiceBackendPort: [exactlyOne('name', 'number'), port('number'), text('name', portName, true)],
  ServicePort: [
    text('appProtocol', qualifiedName),
    port('port'),
    portOrName('targetPort'),
    text('name', dnsLabel, true),
    range('nodePort', 0, 65535),
  ],
  ServiceSpec: [
    text('clusterIP', (value) => (value === 'None' ? undefined : ipAddress(value)), true),
    servicePorts,
    externalName,
    keys('selector', qualifiedName),
    values('selector', labelValue),
    unique('ports', 'name'),
  ],
  StatefulSetSpec: [
    selectsTemplate,
    mounts,
    podPolicy('Always'),
    ...natural('replicas', 'minReadySeconds'),
    text('serviceName', dnsLabel, true),
    oneOf('podManagementPolicy', 'OrderedReady', 'Parallel'),
  ],
  Subject: [nonEmpty('name'), subject],
  SleepAction: [range('seconds', 0, 2 ** 31 - 1)],
  TCPSocketAction: [portOrName('port')],
  Toleration: [toleration],
  TopologySpreadConstraint: [
    range('maxSkew', 1),
    range('minDomains', 1),
    nonEmpty('topologyKey'),
    text('topologyKey', qualifiedName),
    ({ minDomains, whenUnsatisfiable }, visit) => {
      if (isSet(minDomains) && whenUnsatisfiable !== 'DoNotSchedule')
        visit.fault('is set; expected whenUnsatisfiable DoNotSchedule', 'minDomains');
    },
  ],
  Volume: [text('name', dnsLabel), exactlyOne(...VOLUME_SOURCES)],
  VolumeMount: [nonEmpty('name', 'mountPath'), text('subPath', relative, true), exclusive('subPath', 'subPathExpr')],
  HostPathVolumeSource: [nonEmpty('path')],
  WeightedPodAffinityTerm: [range('weight', 1, 100)],
};

/** Kinds whose definition calls the spec optional, though nothing is valid without one. */
const WITH_SPEC = [
  ...['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob'],
  ...['autoscaling/HorizontalPodAutoscaler', 'networking.k8s.io/Ingress', '/Service', '/PersistentVolumeClaim'],
];

/** Rules of whole kinds, by `group/Kind`. */
const KINDS: Readonly<Record<string, readonly Rule[]>> = {
  ...Object.fromEntries(WITH_SPEC.map((kind) => [kind, [nonEmpty('spec')]])),
  '/ConfigMap': [keys('data', configKey), keys('binaryData', configKey), bothData, size('data', 'binaryData')],
  '/Pod': [
    ({ spec }, visit) => {
      mounts({ template: { spec } }, visit);
    },
  ],
  '/Namespace': [
    ({ metadata }, visit) => {
      for (const mode of ['enforce', 'audit', 'warn']) {
        const level = record(record(metadata)['labels'])[`pod-security.kubernetes.io/${mode}`];
        if (level !== undefined && !['privileged', 'baseline', 'restricted'].includes(level as string))
          visit.fault(
            `is ${shown(level)}; expected one of privileged, baseline, restricted`,
            `metadata.labels.pod-security.kubernetes.io/${mode}`,
          );
      }
    },
  ],
  '/Secret': [keys('data', configKey), keys('stringData', configKey), size('data', 'stringData')],
  'scheduling.k8s.io/PriorityClass': [
    (object, visit) => {
      if (object['preemptionPolicy'] === '') visit.fault('is empty', 'preemptionPolicy');
      const { metadata, value } = object as { metadata?: { name?: string }; value?: number };
      if (metadata?.name?.startsWith('system-')) visit.fault('is kept for Kubernetes itself', 'metadata.name');
      if ((value ?? 0) > 1_000_000_000) visit.fault(`is ${value ?? 0}; expected at most 1000000000`, 'value');
    },
  ],
  'storage.k8s.io/StorageClass': [
    nonEmpty('provisioner'),
    text('provisioner', (value) => qualifiedName(value.toLowerCase())),
    (object, visit) => {
      if (object['volumeBindingMode'] === '') visit.fault('is empty', 'volumeBindingMode');
    },
  ],
};

function bothData({ data, binaryData }: Fields, visit: Visit): void {
  for (const key of Object.keys(record(data)))
    if (Object.hasOwn(record(binaryData), key)) visit.fault(`has the key ${key}, as binaryData has`, 'data');
}

/** What one ConfigMap or Secret may hold. */
function size(...fields: string[]): Rule {
  return (object, visit) => {
    const texts = fields.flatMap((field) => Object.values(record(object[field])));
    const total = texts.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
    if (total > 1024 * 1024) visit.fault(`holds ${total} bytes; expected at most 1048576`);
  };
}

const joined = (rules: readonly Rule[] | undefined): Validator | undefined =>
  rules === undefined || rules.length === 0
    ? undefined
    : (value, visit) => {
        for (const rule of rules) rule(value as Fields, visit);
      };

/** The rules of a definition. */
export const coreRules: DefinitionRules = (name) =>
  joined(RULES[name] ?? RULES[name.replace(/^V\d+((alpha|beta)\d+)?(?=[A-Z])/, '')]);

/** The rules of a whole kind. */
export const kindRules = (group: string, kind: string): Validator | undefined => joined(KINDS[`${group}/${kind}`]);
