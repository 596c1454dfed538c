import type { DefinitionRules } from './compile';
import type { Validator } from './json-schema';
import { accessRules } from './rules/access';
import { labelRules } from './rules/labels';
import { networkRules } from './rules/network';
import { podRules } from './rules/pods';
import { resourceRules } from './rules/resources';
import type { Fields, Rule, RuleTable } from './rules/rule';
import { scalingRules } from './rules/scaling';
import { schedulingRules } from './rules/scheduling';
import { wholeKindRules } from './rules/whole-kinds';
import { workloadRules } from './rules/workloads';

/** What the API server's own code asks of core kinds beyond their schema: https://github.com/kubernetes/kubernetes/tree/master/pkg/apis */
const RULES: RuleTable = {
  ...accessRules,
  ...labelRules,
  ...networkRules,
  ...podRules,
  ...resourceRules,
  ...scalingRules,
  ...schedulingRules,
  ...workloadRules,
};

/** By index, since an iterator is an object for each step, and this runs for every part of every manifest. */
const joined = (rules: readonly Rule[] | undefined): Validator | undefined =>
  rules === undefined || rules.length === 0
    ? undefined
    : (value, visit) => {
        for (let index = 0; index < rules.length; index += 1) rules[index]!(value as Fields, visit);
      };

/** The rules of a definition. */
export const coreRules: DefinitionRules = (name) =>
  joined(RULES[name] ?? RULES[name.replace(/^V\d+((alpha|beta)\d+)?(?=[A-Z])/, '')]);

/** The rules of a whole kind. */
export const kindRules = (group: string, kind: string): Validator | undefined =>
  joined(wholeKindRules[`${group}/${kind}`]);
