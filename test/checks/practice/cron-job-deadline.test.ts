import { cronJobDeadline } from '../../../src/checks/practice/cron-job-deadline';
import { judgeTable } from '../judging';

judgeTable(cronJobDeadline, {
  'accepts a deadline and no overlap': {
    given: ['batch/v1 CronJob shop/nightly spec: {startingDeadlineSeconds: 60, concurrencyPolicy: Forbid}'],
  },
  'accepts a deadline and the last one only': {
    given: ['batch/v1 CronJob shop/nightly spec: {startingDeadlineSeconds: 60, concurrencyPolicy: Replace}'],
  },
  'finds nothing said': {
    given: ['batch/v1 CronJob shop/nightly spec: {}'],
    found: [
      'CronJob nightly spec: has no startingDeadlineSeconds',
      'CronJob nightly spec: lets runs overlap; expected concurrencyPolicy Forbid or Replace',
    ],
  },
  'finds runs that may overlap': {
    given: ['batch/v1 CronJob shop/nightly spec: {startingDeadlineSeconds: 60, concurrencyPolicy: Allow}'],
    found: ['CronJob nightly spec: lets runs overlap; expected concurrencyPolicy Forbid or Replace'],
  },
});
