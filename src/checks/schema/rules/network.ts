import { shown } from '../fault';
import type { Format } from '../formats';
import { cidr, dnsLabel, dnsSubdomain, ipAddress, labelValue, portName, qualifiedName } from '../formats';
import type { Rule, RuleTable } from './rule';
import {
  isSet,
  list,
  texts,
  text,
  nonEmpty,
  range,
  port,
  notEmpty,
  portOrName,
  exactlyOne,
  oneOf,
  keys,
  values,
  unique,
} from './rule';

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

const hostName: Format = (value) => (value === '' ? undefined : dnsSubdomain(value.replace(/^\*\./, '')));

/** Services, Ingresses and NetworkPolicies. */
export const networkRules: RuleTable = {
  HTTPIngressPath: [nonEmpty('pathType'), ingressPath],
  HTTPIngressRuleValue: [nonEmpty('paths')],
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
  NetworkPolicyPeer: [
    ({ ipBlock: block, podSelector, namespaceSelector }, visit) => {
      if (isSet(block) && (isSet(podSelector) || isSet(namespaceSelector)))
        visit.fault('has ipBlock beside a selector; expected an item for each');
      if (!isSet(block) && !isSet(podSelector) && !isSet(namespaceSelector))
        visit.fault('is empty; expected ipBlock, podSelector or namespaceSelector');
    },
  ],
  NetworkPolicyPort: [portOrName('port'), notEmpty('protocol'), oneOf('protocol', 'TCP', 'UDP', 'SCTP'), policyPort],
  NetworkPolicySpec: [
    ({ policyTypes }, visit) => {
      if (texts(policyTypes).length > 2) visit.fault('has more than two types', 'policyTypes');
      texts(policyTypes).forEach((type, index) => {
        if (!['Ingress', 'Egress'].includes(type))
          visit.fault(`is ${shown(type)}; expected Ingress or Egress`, `policyTypes[${index}]`);
      });
    },
  ],
  ServiceBackendPort: [exactlyOne('name', 'number'), port('number'), text('name', portName, true)],
  ServicePort: [
    text('appProtocol', qualifiedName),
    port('port'),
    portOrName('targetPort', true),
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
};
