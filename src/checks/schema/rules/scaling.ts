import { shown } from '../fault';
import { dnsLabel, qualifiedName } from '../formats';
import type { Rule, RuleTable } from './rule';
import { isSet, list, record, text, nonEmpty, range, share, exactlyOne, oneOf, exclusive } from './rule';

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

/** Autoscalers and disruption budgets. */
export const scalingRules: RuleTable = {
  ContainerResourceMetricSource: [
    nonEmpty('name', 'container'),
    text('name', qualifiedName),
    text('container', dnsLabel),
  ],
  CrossVersionObjectReference: [nonEmpty('kind', 'name')],
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
    oneOf('unhealthyPodEvictionPolicy', 'AlwaysAllow', 'IfHealthyBudget'),
  ],
  ResourceMetricSource: [nonEmpty('name'), text('name', qualifiedName)],
};
