import { ofContainers } from './pod-check';

export const imagePinned = ofContainers(
  {
    id: 'image-pinned',
    severity: 'error',
    what: 'Every image names its registry path with a digest or an exact version.',
    why: 'A tag such as latest, or none, is whatever was pushed last: two pods of one Deployment differ, and a rollback changes nothing.',
    remediation: 'Write the version, or better the digest, of the image.',
    peers: [
      'kube-linter latest-tag',
      'kube-score container-image-tag',
      'Polaris tagNotSpecified',
      'Trivy KSV013',
      'Checkov CKV_K8S_14',
      'Checkov CKV_K8S_43',
      'Kyverno disallow-latest-tag',
    ],
    source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  },
  ({ image = '' }, say) => {
    if (image === '' || image === 'auto' || /@sha256:[0-9a-f]{64}$/.test(image)) return;
    const tag = /:([^:/]+)$/.exec(image)?.[1];
    if (tag === undefined) say('image', `runs ${image} without a version; expected a digest or an exact version`);
    else if (/^(latest|stable|main|master|edge|nightly|dev)$/.test(tag) || /^v?\d+$/.test(tag))
      say('image', `runs ${image}, whose tag moves; expected a digest or an exact version`);
  },
);
