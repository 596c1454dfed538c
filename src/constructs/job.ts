import type { CronJob, Job, PodTemplateSpec } from '../../imports/kubernetes';
import { milliseconds } from '../model/duration';
import type { ResolvedMicroservice } from '../model/resolved';
import { labelsOf, migrationName, migrationSelector, topicAnnotations, WAVES } from './labels';
import { podTemplate } from './pod';
import { podVolumes } from './volumes';

/** The CronJob of a scheduled microservice; a run that is late or still going is not doubled. */
export function cronJob(microservice: ResolvedMicroservice): CronJob {
  const { schedule } = microservice;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: microservice.name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...topicAnnotations(microservice),
    },
    spec: {
      schedule: schedule?.cron ?? '',
      timeZone: schedule?.timeZone ?? 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: jobSpec(
          podTemplate(microservice, podVolumes(microservice)),
          schedule?.retries ?? 2,
          schedule?.deadline ?? '1h',
        ),
      },
    },
  };
}

/** Runs before the program of every release: a hook of the Sync phase, so that on first install its Secret exists. */
export function migration(microservice: ResolvedMicroservice): Job | undefined {
  const { migration: wanted } = microservice;
  if (!wanted) return undefined;
  const job = migrating(microservice, wanted);
  const template = podTemplate(job, podVolumes(job));
  const labels = { ...template.metadata?.labels, ...migrationSelector(microservice) };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: migrationName(microservice),
      namespace: microservice.namespace,
      labels: { ...labelsOf(microservice, 'migration'), ...migrationSelector(microservice) },
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
        'argocd.argoproj.io/sync-wave': WAVES.migration,
      },
    },
    spec: jobSpec({ ...template, metadata: { ...template.metadata, labels } }, 2, wanted.deadline ?? '10m'),
  };
}

/** The same program as a job: nothing is served, asked or kept. */
function migrating(
  microservice: ResolvedMicroservice,
  wanted: NonNullable<ResolvedMicroservice['migration']>,
): ResolvedMicroservice {
  return {
    ...microservice,
    kind: 'CronJob',
    command: wanted.command,
    args: wanted.args,
    variables: wanted.variables,
    containers: {},
    init: {},
    ports: [],
    scrape: undefined,
    volumes: Object.fromEntries(Object.entries(microservice.volumes).filter(([, volume]) => !('claim' in volume))),
  };
}

function jobSpec(template: PodTemplateSpec, backoffLimit: number, deadline: string): NonNullable<Job['spec']> {
  return {
    activeDeadlineSeconds: Math.ceil((milliseconds(deadline) ?? 3_600_000) / 1000),
    backoffLimit,
    template,
    ttlSecondsAfterFinished: 86_400,
  };
}
