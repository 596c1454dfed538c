import type { Kibana } from '../../imports/elastic';
import { addOn } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import { elasticsearch } from './elasticsearch';
import { awsLoadBalancerController } from './load-balancers';
import { RELEASES } from './pins';
import { resources } from './resources';
import { platformSecret } from './secrets';
import { platformHost, platformIngress } from './sign-on';
import { budget } from './workload';

const { cluster, namespace } = elasticsearch.offers;
const SIGN_ON_SECRET = 'kibana-sign-on';
const READER_SECRET = 'kibana-reader';

/** Where people read logs. Who passed the sign-on at the load balancer reads; only an administrator signs in once more. */
export const kibana = addOn('kibana', {
  why: 'The one page where the logs of every microservice can be searched',
  namespace,
  needs: [elasticsearch, awsLoadBalancerController],
  manifests: ({ environment }) => ({
    kibana: [
      kibanaOf(environment),
      ...budget(replicas(environment), {
        name: 'kibana',
        namespace,
        labels: { 'kibana.k8s.elastic.co/name': cluster },
      }),
    ],
    access: [
      platformSecret(environment, {
        name: SIGN_ON_SECRET,
        namespace,
        path: 'sign-on/kibana',
        keys: { clientID: 'client-id', clientSecret: 'client-secret' },
      }),
      platformSecret(environment, {
        name: READER_SECRET,
        namespace,
        path: 'elasticsearch/reader',
        keys: { [`${ANONYMOUS}.credentials.username`]: 'username', [`${ANONYMOUS}.credentials.password`]: 'password' },
      }),
      platformIngress(environment, {
        page: 'kibana',
        namespace,
        service: { name: `${cluster}-kb-http`, port: 5601 },
        protocol: 'HTTPS',
        healthPath: '/api/status',
        signOnSecret: SIGN_ON_SECRET,
      }),
    ],
  }),
});

/** Sign-on inside Kibana needs a licence; in front of it, it does not. */
const ANONYMOUS = 'xpack.security.authc.providers.anonymous.reader';

const replicas = (environment: Environment): number => (environment.highlyAvailable ? 2 : 1);

function kibanaOf(environment: Environment): Kibana {
  return {
    apiVersion: 'kibana.k8s.elastic.co/v1',
    kind: 'Kibana',
    metadata: { name: cluster, namespace },
    spec: {
      config: {
        'server.publicBaseUrl': `https://${platformHost(environment, 'kibana')}`,
        'telemetry.optIn': false,
        [`${ANONYMOUS}.order`]: 0,
        'xpack.security.authc.providers.basic.administrator.order': 1,
      },
      count: replicas(environment),
      elasticsearchRef: { name: cluster },
      podTemplate: {
        metadata: { annotations: { 'linkerd.io/inject': 'disabled' } },
        spec: {
          containers: [{ name: 'kibana', resources: resources('250m', '2Gi', '1Gi') }],
          priorityClassName: 'standard',
        },
      },
      secureSettings: [{ secretName: READER_SECRET }],
      version: RELEASES.elasticStack,
    },
  };
}
