import { storageClass } from '../../../src/checks/references/storage-class';
import { judgeTable } from '../judging';

const GP3_STORAGE_CLASS = 'storage.k8s.io/v1 StorageClass gp3';

judgeTable(storageClass, {
  'accepts a class that exists': {
    given: [
      GP3_STORAGE_CLASS,
      'apps/v1 StatefulSet shop/db spec: {volumeClaimTemplates: [{spec: {storageClassName: gp3}}]}',
      'v1 PersistentVolumeClaim shop/none spec: {storageClassName: ""}',
    ],
  },
  'finds a class that does not exist, also in values of a chart': {
    given: [
      GP3_STORAGE_CLASS,
      'v1 PersistentVolumeClaim shop/c spec: {storageClassName: gp4}',
      'argoproj.io/v1alpha1 Application argocd/kube-prometheus-stack spec: {destination: {namespace: monitoring}, source: {chart: kube-prometheus-stack, repoURL: https://charts.example, helm: {valuesObject: {prometheus: {prometheusSpec: {storageSpec: {volumeClaimTemplate: {spec: {storageClassName: gp5}}}}}}}}}',
    ],
    found: [
      'PersistentVolumeClaim c spec.storageClassName: names StorageClass gp4, which does not exist: expected gp3',
      'Application kube-prometheus-stack spec.source.helm.valuesObject.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.storageClassName: names StorageClass gp5, which does not exist: expected gp3',
    ],
  },
});
