import type { StorageClass } from '../../imports/kubernetes';
import { addOn } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';

/** Class of every volume: encrypted, three times the throughput of its predecessor at the same price, and made where its pod is. */
const gp3: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'ebs.csi.aws.com',
  parameters: { encrypted: 'true', type: 'gp3' },
  reclaimPolicy: 'Delete',
  allowVolumeExpansion: true,
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** For data whose volume must outlive its claim. */
const gp3Retained: StorageClass = {
  ...gp3,
  metadata: { name: 'gp3-retained' },
  reclaimPolicy: 'Retain',
};

/** Volumes by the EBS CSI driver, which the cloud program installs as an add-on of EKS. */
export const storage = addOn('storage', {
  why: 'Encrypted volumes that appear in the zone of the pod that asks for one',
  namespace: 'kube-system',
  needs: [kubernetes],
  offers: { storageClass: gp3.metadata.name, retainedStorageClass: gp3Retained.metadata.name },
  manifests: () => ({ classes: [gp3, gp3Retained] }),
});
