import { applicationProject } from '../../../src/checks/references/application-project';
import { judgeTable } from '../judging';

const SHOP_NAMESPACE = '@p/web/a.yaml v1 Namespace shop';

judgeTable(applicationProject, {
  'accepts what a project permits': {
    given: [
      'argoproj.io/v1alpha1 AppProject argocd/shop spec: {sourceRepos: ["https://git.example/*"], destinations: [{server: "*", namespace: "shop*"}], clusterResourceWhitelist: [{group: "", kind: Namespace}]}',
      'argoproj.io/v1alpha1 Application argocd/web metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: https://git.example/a, path: p/web}}',
      SHOP_NAMESPACE,
      '@p/web/b.yaml v1 ConfigMap shop-two/a',
      'argoproj.io/v1alpha1 Application argocd/root spec: {project: default}',
    ],
  },
  'finds a project that does not exist': {
    given: [
      'argoproj.io/v1alpha1 Application argocd/web metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r}}',
    ],
    found: ['Application web spec.project: names AppProject shop, which does not exist: expected default'],
  },
  'finds source, destination, namespace and kind that are not permitted': {
    given: [
      'argoproj.io/v1alpha1 AppProject argocd/shop spec: {sourceRepos: ["*", "!https://evil.example"], destinations: [{server: "*", namespace: other}], namespaceResourceBlacklist: [{group: "*", kind: Secret}]}',
      'argoproj.io/v1alpha1 Application argocd/web metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: https://evil.example, path: p/web}}',
      SHOP_NAMESPACE,
      '@p/web/b.yaml v1 ConfigMap third/a',
      '@p/web/c.yaml v1 Secret shop/s',
    ],
    found: [
      'Application web spec.destination: is namespace shop, which project shop does not permit: expected other',
      'Application web spec.source.repoURL: is https://evil.example, which project shop does not permit: expected !https://evil.example, *',
      'Namespace shop kind: is Namespace, a kind of the whole cluster, which project shop does not permit',
      'ConfigMap a metadata.namespace: is third, which project shop does not permit: expected other',
      'Secret s kind: is Secret, which project shop does not permit',
    ],
  },
});
