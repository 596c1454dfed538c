/**
 * Rules of peers that were run over the examples of a check's table, and fired where the check does and were silent where
 * it is; what differs beside that is said. Of the other peers only the documentation was read.
 */
export const RUN = 'kube-score 1.20.0, kubesec 2.14.2 and kubeconform 0.8.0';

export const SEEN: readonly (readonly [check: string, rule: string, differs: string])[] = [
  [
    'autoscaler-minimum',
    'kube-score horizontalpodautoscaler-replicas',
    'fires where there is never more than one, too',
  ],
  ['autoscaler-replicas', 'kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured', ''],
  ['autoscaler-target', 'kube-score horizontalpodautoscaler-has-target', 'was tried with the name only'],
  ['capabilities', 'kubesec CapDropAll', ''],
  ['capabilities', 'kubesec CapDropAny', ''],
  ['cron-job-deadline', 'kube-score cronjob-has-deadline', 'is silent about runs that overlap'],
  ['disruption-budget', 'kube-score deployment-has-poddisruptionbudget', 'asks for any budget, of one replica, too'],
  ['ephemeral-storage', 'kube-score container-ephemeral-storage-request-and-limit', ''],
  [
    'image-pinned',
    'kube-score container-image-tag',
    'knows `latest` and no tag, and takes the port of a registry for one',
  ],
  ['network-policy', 'kube-score pod-networkpolicy', 'fires for pods of the network of their node, too'],
  ['pod-security', 'kube-score container-seccomp-profile', 'is about that field only'],
  ['pod-spread', 'kube-score deployment-has-host-podantiaffinity', 'counts no topologySpreadConstraints'],
  ['privileged-container', 'kube-score container-security-context-privileged', 'is silent about escalation'],
  ['privileged-container', 'kubesec Privileged', 'is silent about escalation'],
  ['probe-identical', 'kube-score pod-probes-identical', ''],
  ['probe-missing', 'kube-score pod-probes', 'is silent about pods that no Service selects'],
  ['read-only-root', 'kube-score container-security-context-readonlyrootfilesystem', ''],
  ['read-only-root', 'kubesec ReadOnlyRootFilesystem', ''],
  ['removed-api', 'kube-score stable-version', 'is silent about PodSecurityPolicy'],
  ['resource-requests', 'kube-score container-memory-requests-equal-limits', 'is silent where neither is said'],
  ['resource-requests', 'kube-score container-resources', 'is silent about limits above requests'],
  ['run-as-high-user', 'kube-score container-security-context-user-group-id', ''],
  ['run-as-high-user', 'kubesec RunAsGroup', 'is about the group only'],
  ['run-as-high-user', 'kubesec RunAsUser', 'is about the user only'],
  ['schema', 'kube-score container-ports-check', 'is about those ports only'],
  ['schema', 'kube-score cronjob-restartpolicy', 'is about that field only'],
  ['schema', 'kube-score deployment-pod-selector-labels-match-template-metadata-labels', 'is about that selector only'],
  ['schema', 'kubeconform', 'is silent about CEL rules, and about selectors'],
  ['service-account-token', 'kubesec AutomountServiceAccountToken', 'fires for pods that say they want one, too'],
  ['service-exposure', 'kube-score service-type', 'is silent about externalIPs'],
  ['service-selector', 'kube-score service-targets-pod', 'fires for a Service of pods that an operator makes, too'],
  ['unknown-kind', 'kubeconform (missing schema)', ''],
];
