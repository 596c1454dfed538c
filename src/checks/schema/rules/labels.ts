import { labelValue, qualifiedName } from '../formats';
import type { Rule, RuleTable } from './rule';
import { text, keys, values, requirement } from './rule';

const labelled: readonly Rule[] = [keys('matchLabels', qualifiedName), values('matchLabels', labelValue)];

/** Labels and what selects them. */
export const labelRules: RuleTable = {
  LabelSelector: labelled,
  LabelSelectorRequirement: [text('key', qualifiedName), requirement],
  ObjectMeta: [
    keys('labels', qualifiedName),
    values('labels', labelValue),
    keys('annotations', (key) => qualifiedName(key.toLowerCase())),
  ],
};
