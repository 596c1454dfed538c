import type { ExternalSecret } from '../../imports/external-secrets';
import type { ResolvedMicroservice } from '../model/resolved';
import { labelsOf, prerequisite } from './labels';

/** Copies what the microservice needs from the secret store; only names pass through here. */
export function externalSecrets(microservice: ResolvedMicroservice): ExternalSecret[] {
  return microservice.secrets.map((secret) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: {
      name: secret.name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...prerequisite(microservice),
    },
    spec: {
      data: secret.keys.map((key) => ({
        remoteRef: {
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          key: secret.remoteKey,
          metadataPolicy: 'None',
          property: key,
        },
        secretKey: key,
      })),
      // well below the time both passwords of a rotation are valid
      refreshInterval: '10m0s',
      secretStoreRef: { ...microservice.platform.secretStore },
      target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name: secret.name },
    },
  }));
}
