import type { Check } from '../check';
import { reportDangling } from './key-references';

/** What is read from a Secret is in it, whoever makes the Secret. */
export const secretKey: Check = {
  id: 'secret-key',
  severity: 'error',
  what: 'Every Secret that is read exists, with the key that is read: made by an ExternalSecret, a Certificate, or an operator.',
  why: 'A container whose Secret or key does not exist is never started, and an operator waits for it without end.',
  remediation: 'Add an ExternalSecret that makes the Secret with the key, or name one that is made.',
  peers: ['kube-linter env-var-secret', 'popeye POP-307'],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-secret-must-exist',
  run: (tree, report) => {
    reportDangling(tree, 'Secret', report);
  },
};
