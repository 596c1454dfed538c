import type { Visit } from '../fault';
import { shown } from '../fault';
import type { Format } from '../formats';
import { amountOf, qualifiedName } from '../formats';
import type { Fields, Rule, RuleTable } from './rule';
import { isSet, record, text, nonEmpty, unique } from './rule';

/** Requests are at most limits, and neither is negative. */
const amounts: Rule = ({ requests, limits }, visit) => {
  const [least, most] = [record(requests), record(limits)];
  negative(least, 'requests', visit);
  negative(most, 'limits', visit);
  for (const name in least) {
    const limit = most[name] === null ? 0 : amountOf(most[name]);
    if (limit !== undefined && (amountOf(least[name]) ?? 0) > limit)
      visit.fault(`is ${shown(least[name])}, more than its limit ${shown(most[name])}`, `requests.${name}`);
  }
};

function negative(quantities: Fields, field: string, visit: Visit): void {
  for (const name in quantities)
    if ((amountOf(quantities[name]) ?? 0) < 0)
      visit.fault(`is ${shown(quantities[name])}; expected no negative quantity`, `${field}.${name}`);
}

const resourceNames =
  (field: string): Rule =>
  (object, visit) => {
    for (const name in record(object[field]))
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

/** Resources of Kubernetes itself that are counted. */
const COUNTED =
  /^(pods|services(\.nodeports|\.loadbalancers)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|count\/.+)$/;

/** Resources of Kubernetes itself. */
export const OWN_RESOURCES =
  /^((requests|limits)\..+|cpu|memory|storage|ephemeral-storage|hugepages-.+|pods|services(\.nodeports|\.loadbalancers)?|replicationcontrollers|resourcequotas|secrets|configmaps|persistentvolumeclaims|count\/.+)$/;

const quotaNames = namesOf('hard', OWN_RESOURCES);

const quotas: Rule = ({ hard }, visit) => {
  const quantities = record(hard);
  negative(quantities, 'hard', visit);
  for (const name in quantities)
    if (COUNTED.test(name) && !Number.isInteger(amountOf(quantities[name])))
      visit.fault(`is ${shown(quantities[name])}; expected a whole number`, `hard.${name}`);
};

const limitType: Format = (value) =>
  value === 'Pod' || value === 'Container' || value === 'PersistentVolumeClaim'
    ? undefined
    : value.includes('/')
      ? qualifiedName(value)
      : 'expected Pod, Container, PersistentVolumeClaim or a name with a domain';

/** Requests, limits, quotas and claims. */
export const resourceRules: RuleTable = {
  LimitRangeSpec: [unique('limits', 'type')],
  LimitRangeItem: [
    nonEmpty('type'),
    text('type', limitType),
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
  PersistentVolumeClaimSpec: [
    nonEmpty('accessModes'),
    ({ resources }, visit) => {
      const storage = record(record(resources)['requests'])['storage'];
      if (!isSet(storage)) visit.fault('storage is missing', 'resources.requests');
      else if (!((amountOf(storage) ?? 0) > 0))
        visit.fault(`is ${shown(storage)}; expected more than nothing`, 'resources.requests.storage');
    },
  ],
  ResourceQuotaSpec: [quotaNames, quotas],
  ResourceRequirements: [resourceNames('limits'), resourceNames('requests'), amounts],
};
