import { applicationPath } from '../../../src/checks/references/application-path';
import { judgeTable } from '../judging';

const WEB_APPLICATION =
  'argoproj.io/v1alpha1 Application argocd/web metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, path: production/services/web}}';
const A_CONFIG_MAP = '@dist/production/services/web/a.yaml v1 ConfigMap shop/a';

judgeTable(applicationPath, {
  'accepts a folder that holds manifests': { given: [WEB_APPLICATION, A_CONFIG_MAP] },
  'accepts folders of other repositories, and charts': {
    given: [
      WEB_APPLICATION,
      A_CONFIG_MAP,
      'argoproj.io/v1alpha1 Application argocd/crds metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: other, path: config/crd}}',
      'argoproj.io/v1alpha1 Application argocd/chart metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, chart: c}}',
    ],
  },
  'finds a path that only begins like one, or goes on': {
    given: [
      WEB_APPLICATION,
      A_CONFIG_MAP,
      'argoproj.io/v1alpha1 Application argocd/beside spec: {project: shop, source: {repoURL: r, path: production/services/web2}}',
      'argoproj.io/v1alpha1 Application argocd/above spec: {project: shop, source: {repoURL: r, path: production/service}}',
    ],
    found: [
      'Application beside spec.source.path: is production/services/web2, where no manifest is: expected production/services/web',
      'Application above spec.source.path: is production/service, where no manifest is: expected production/services/web',
    ],
  },
  'finds a folder where nothing is': {
    given: [
      WEB_APPLICATION,
      A_CONFIG_MAP,
      'argoproj.io/v1alpha1 Application argocd/wep metadata: {annotations: {argocd.argoproj.io/sync-wave: "0"}}, spec: {project: shop, destination: {server: https://kubernetes.default.svc, namespace: shop}, source: {repoURL: r, path: production/services/wep}}',
    ],
    found: [
      'Application wep spec.source.path: is production/services/wep, where no manifest is: expected production/services/web',
    ],
  },
});
