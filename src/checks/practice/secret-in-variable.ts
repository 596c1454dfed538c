import { ofContainers } from './pod-check';

export const secretInVariable = ofContainers(
  {
    id: 'secret-in-variable',
    severity: 'warning',
    what: 'Variables are not filled from whole Secrets.',
    why: 'Every key becomes a variable, those that are added later too, for every child process and crash report to show. A single key in a variable is allowed, though some peers want files only: most programs read nothing else.',
    remediation: 'Name the keys that are needed with valueFrom.secretKeyRef, or mount the Secret.',
    peers: ['kube-linter read-secret-from-env-var', 'Checkov CKV_K8S_35', 'Kyverno secrets-not-from-env-vars'],
    source: 'https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-environment-variables',
  },
  ({ envFrom = [] }, say) => {
    envFrom.forEach(({ secretRef }, index) => {
      if (secretRef !== undefined)
        say(`envFrom[${index}]`, `takes every key of Secret ${secretRef.name ?? ''} as a variable`);
    });
  },
);
