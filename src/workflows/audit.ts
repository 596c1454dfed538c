import { ACTIONS } from './actions';
import { job, use } from './workflow';
import type { Job, Step } from './workflow';

/** CodeQL over the source; its findings stand in the repository's security tab and on the pull request. */
export function sourceAudit(
  language: 'rust' | 'java-kotlin',
  build: { readonly mode: 'none' | 'manual'; readonly steps: readonly Step<never>[] },
): Job<never> {
  return job({
    id: 'source-audit',
    name: 'Source audit',
    permissions: {
      contents: ['read', 'to read the code'],
      actions: ['read', 'to name the run that a finding comes from'],
      'security-events': ['write', 'to show what was found'],
    },
    timeoutMinutes: 30,
    steps: [
      use('Check out', ACTIONS.checkout, { with: { 'persist-credentials': false } }),
      use('Begin', ACTIONS.codeqlInit, {
        with: { languages: language, 'build-mode': build.mode, queries: 'security-extended' },
      }),
      ...build.steps,
      use('Analyze', ACTIONS.codeqlAnalyze, { with: { category: `/language:${language}` } }),
    ],
  });
}
