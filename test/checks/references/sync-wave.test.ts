import { syncWave } from '../../../src/checks/references/sync-wave';
import { judgeTable } from '../judging';

const WEB_APPLICATION =
  'argoproj.io/v1alpha1 Application argocd/web metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, path: p/web}}';
const A_SCALED_OBJECT = '@p/web/a.yaml keda.sh/v1alpha1 ScaledObject shop/a';

judgeTable(syncWave, {
  'accepts definitions of an earlier wave, and of the same Application': {
    given: [
      'argoproj.io/v1alpha1 Application argocd/keda metadata: {annotations: {argocd.argoproj.io/sync-wave: "-4"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, chart: keda}}',
      WEB_APPLICATION,
      A_SCALED_OBJECT,
      '@p/web/b.yaml apiextensions.k8s.io/v1 CustomResourceDefinition x spec: {group: x.example}',
      '@p/web/c.yaml x.example/v1 X shop/x',
      'argoproj.io/v1alpha1 Application argocd/gw metadata: {annotations: {argocd.argoproj.io/sync-wave: "-5"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: https://github.com/kubernetes-sigs/gateway-api.git, path: config/crd/standard}}',
      '@p/web/d.yaml gateway.networking.k8s.io/v1 HTTPRoute shop/r',
      '@p/web/e.yaml apps/v1 Deployment shop/w',
    ],
  },
  'finds definitions that come too late': {
    given: [
      'argoproj.io/v1alpha1 Application argocd/keda metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, chart: keda}}',
      WEB_APPLICATION,
      A_SCALED_OBJECT,
    ],
    found: [
      'Application web metadata.annotations["argocd.argoproj.io/sync-wave"]: is wave 0, but ScaledObject is installed by keda in wave 0: expected that earlier',
    ],
  },
  'finds definitions that nobody brings, also because a value leaves them out': {
    given: [
      'argoproj.io/v1alpha1 Application argocd/keda metadata: {annotations: {argocd.argoproj.io/sync-wave: "-4"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, chart: keda, helm: {valuesObject: {crds: {install: false}}}}}',
      WEB_APPLICATION,
      A_SCALED_OBJECT,
      '@p/web/b.yaml policy.linkerd.io/v1beta3 Server shop/s',
    ],
    found: [
      'ScaledObject a apiVersion: is of group keda.sh, whose definitions nothing installs: there is none',
      'Server s apiVersion: is of group policy.linkerd.io, whose definitions nothing installs: there is none',
    ],
  },
});
