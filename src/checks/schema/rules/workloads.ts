import { shown } from '../fault';
import type { Format } from '../formats';
import { dnsLabel } from '../formats';
import { mounts } from './mounts';
import type { Rule, RuleTable } from './rule';
import { isSet, list, record, text, nonEmpty, share, oneOf, natural } from './rule';

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

/** Zones that are known: asking for one costs as much as reading a manifest, and a company lives in few. */
/** Those known to be one. UTC is first: to ask takes as long as to judge three hundred manifests. */
const zones = new Set(['Etc/UTC', 'UTC']);

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones */
const timeZone: Format = (value) => {
  if (zones.has(value)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    zones.add(value);
    return undefined;
  } catch {
    return 'expected a time zone such as Europe/Berlin';
  }
};

const rollingUpdate: Rule = ({ maxUnavailable, maxSurge }, visit) => {
  const isZero = (value: unknown): boolean => value === 0 || value === '0%';
  if (isZero(maxUnavailable) && isZero(maxSurge ?? '25%'))
    visit.fault('is 0, and so is maxSurge; expected one of them to be more', 'maxUnavailable');
};

/** What runs pods, and how many. */
export const workloadRules: RuleTable = {
  CronJobSpec: [
    nonEmpty('schedule'),
    text('schedule', schedule),
    text('timeZone', timeZone),
    ...natural('startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
  ],
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
  JobSpec: [
    podPolicy('Never', 'OnFailure'),
    mounts,
    ...natural('parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'),
  ],
  JobTemplateSpec: [nonEmpty('spec')],
  PodTemplateSpec: [nonEmpty('spec')],
  RollingUpdateDaemonSet: [share('maxSurge'), share('maxUnavailable', 100)],
  RollingUpdateDeployment: [share('maxSurge'), share('maxUnavailable', 100), rollingUpdate],
  StatefulSetSpec: [
    selectsTemplate,
    mounts,
    podPolicy('Always'),
    ...natural('replicas', 'minReadySeconds'),
    text('serviceName', dnsLabel, true),
    oneOf('podManagementPolicy', 'OrderedReady', 'Parallel'),
  ],
};
