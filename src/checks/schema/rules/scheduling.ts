import { shown } from '../fault';
import { qualifiedName } from '../formats';
import type { Rule, RuleTable } from './rule';
import { isSet, text, texts, nonEmpty, range, requirement } from './rule';

const toleration: Rule = ({ key, operator, value, effect, tolerationSeconds }, visit) => {
  if (operator === 'Exists' && isSet(value) && value !== '')
    visit.fault('is set; operator Exists expects none', 'value');
  if ((!isSet(key) || key === '') && operator !== 'Exists')
    visit.fault('is not Exists, though there is no key', 'operator');
  if (isSet(tolerationSeconds) && effect !== 'NoExecute')
    visit.fault('is set; expected effect NoExecute', 'tolerationSeconds');
};

/** Which node a pod goes to. */
export const schedulingRules: RuleTable = {
  NodeSelector: [nonEmpty('nodeSelectorTerms')],
  NodeSelectorRequirement: [text('key', qualifiedName), requirement],
  PodAffinityTerm: [nonEmpty('topologyKey'), text('topologyKey', qualifiedName)],
  PreferredSchedulingTerm: [range('weight', 1, 100)],
  Toleration: [toleration],
  TopologySpreadConstraint: [
    range('maxSkew', 1),
    range('minDomains', 1),
    nonEmpty('topologyKey'),
    ({ matchLabelKeys }, visit) => {
      texts(matchLabelKeys).forEach((key, index) => {
        const expected = qualifiedName(key);
        if (expected !== undefined) visit.fault(`is ${shown(key)}; ${expected}`, `matchLabelKeys[${index}]`);
      });
    },
    ({ minDomains, whenUnsatisfiable }, visit) => {
      if (isSet(minDomains) && whenUnsatisfiable !== 'DoNotSchedule')
        visit.fault('is set; expected whenUnsatisfiable DoNotSchedule', 'minDomains');
    },
  ],
  WeightedPodAffinityTerm: [range('weight', 1, 100)],
};
