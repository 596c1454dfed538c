import type { Check } from '../check';

export const cronJobDeadline: Check = {
  id: 'cron-job-deadline',
  severity: 'warning',
  what: 'A CronJob says how late it may start, and does not run twice at a time by accident.',
  why: 'After a hundred missed starts without a deadline it never starts again; with the default policy a slow run is overtaken by the next.',
  remediation: 'Set startingDeadlineSeconds and concurrencyPolicy.',
  peers: ['kube-score cronjob-has-deadline'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline',
  run: (tree, report) => {
    for (const at of tree.ofKind('CronJob')) {
      const { startingDeadlineSeconds, concurrencyPolicy } = (at.manifest['spec'] ?? {}) as Record<string, unknown>;
      if (startingDeadlineSeconds === undefined) report(at, 'spec', 'has no startingDeadlineSeconds');
      if (concurrencyPolicy === undefined || concurrencyPolicy === 'Allow')
        report(at, 'spec', 'lets runs overlap; expected concurrencyPolicy Forbid or Replace');
    }
  },
};
