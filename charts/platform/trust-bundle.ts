import type { Bundle } from '../../imports/trust-manager';
import { addOn } from '../../src/model/add-on';
import { clusterIssuer, trustManager } from './cert-manager';

/** ConfigMap of that name in every namespace. */
const NAME = 'platform-ca';
const KEY = 'ca.crt';

const bundle: Bundle = {
  apiVersion: 'trust.cert-manager.io/v1alpha1',
  kind: 'Bundle',
  metadata: { name: NAME },
  spec: {
    sources: [{ secret: { key: 'ca.crt', name: 'platform-root' } }],
    target: { configMap: { key: KEY }, namespaceSelector: {} },
  },
};

/** The platform's authority in every namespace, for clients of Elasticsearch. */
export const trustBundle = addOn('trust-bundle', {
  why: 'The platform’s certificate authority as a ConfigMap in every namespace',
  namespace: 'cert-manager',
  needs: [trustManager, clusterIssuer],
  offers: { configMap: NAME, key: KEY },
  manifests: () => ({ bundle: [bundle] }),
});
