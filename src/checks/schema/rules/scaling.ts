import { shown } from '../fault';
import type { Format } from '../formats';
import { dnsLabel, pathSegment, qualifiedName } from '../formats';
import { OWN_RESOURCES } from './resources';
import type { Rule, RuleTable } from './rule';
import { isSet, list, record, text, nonEmpty, range, share, exactlyOne, oneOf, exclusive, notEmpty } from './rule';

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
  const isGrouped = typeof apiVersion === 'string' && /^[^/]+\/[^/]+$/.test(apiVersion);
  if (!isGrouped && kind !== 'ReplicationController')
    visit.fault(`is ${shown(apiVersion ?? '')}; expected group/version`, 'scaleTargetRef.apiVersion');
};

const autoscaler: Rule = ({ minReplicas, maxReplicas }, visit) => {
  if (typeof minReplicas === 'number' && typeof maxReplicas === 'number' && maxReplicas < minReplicas)
    visit.fault(`is ${maxReplicas}, less than minReplicas ${minReplicas}`, 'maxReplicas');
};

/** A resource of Kubernetes itself, or one with a domain. */
const resourceName: Format = (value) =>
  value.includes('/')
    ? qualifiedName(value)
    : OWN_RESOURCES.test(value)
      ? undefined
      : 'expected cpu, memory or another resource';

/** Autoscalers and disruption budgets. */
export const scalingRules: RuleTable = {
  ContainerResourceMetricSource: [
    nonEmpty('name', 'container'),
    text('name', resourceName),
    text('container', dnsLabel),
  ],
  CrossVersionObjectReference: [
    nonEmpty('kind', 'name'),
    text('kind', pathSegment, true),
    text('name', pathSegment, true),
  ],
  HPAScalingPolicy: [range('value', 1), range('periodSeconds', 1, 1800)],
  HPAScalingRules: [
    range('stabilizationWindowSeconds', 0, 3600),
    oneOf('selectPolicy', 'Max', 'Min', 'Disabled'),
    (object, visit) => {
      if (isSet(object['policies']) && list(object['policies']).length === 0)
        visit.fault('is empty; expected at least one policy', 'policies');
    },
  ],
  HorizontalPodAutoscalerSpec: [range('maxReplicas', 1), range('minReplicas', 1), autoscaler, scaled],
  MetricIdentifier: [nonEmpty('name')],
  MetricSpec: [metricSource],
  MetricTarget: [oneOf('type', 'Utilization', 'Value', 'AverageValue'), metricTarget],
  PodDisruptionBudgetSpec: [
    exclusive('minAvailable', 'maxUnavailable'),
    share('minAvailable', 100),
    share('maxUnavailable', 100),
    notEmpty('unhealthyPodEvictionPolicy'),
    oneOf('unhealthyPodEvictionPolicy', 'AlwaysAllow', 'IfHealthyBudget'),
  ],
  ResourceMetricSource: [nonEmpty('name'), text('name', qualifiedName)],
};
