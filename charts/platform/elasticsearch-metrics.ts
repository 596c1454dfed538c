import { addOn } from '../../src/model/add-on';
import { elasticsearch } from './elasticsearch';
import { exporter } from './exporter';
import { linkerd } from './linkerd';
import { podsIn, to } from './network';
import { prometheusOperatorCrds } from './prometheus-crds';

const NAME = 'elasticsearch-metrics';

/** Elasticsearch tells its numbers only to those who sign in: https://github.com/prometheus-community/elasticsearch_exporter */
export const elasticsearchMetrics = addOn('elasticsearch-metrics', {
  why: 'Tells how Elasticsearch is: shards without a node, disks that fill, memory that runs out',
  namespace: elasticsearch.offers.namespace,
  needs: [elasticsearch, linkerd, prometheusOperatorCrds],
  manifests: () => {
    const { certificate, namespace, pods, port: storePort, url, users } = elasticsearch.offers;
    const folder = '/etc/elasticsearch';
    const port = 9114;
    const secret = (key: 'username' | 'password') => ({
      valueFrom: { secretKeyRef: { key, name: users.metrics } },
    });
    return exporter({
      peer: {
        name: NAME,
        namespace,
        serviceAccount: NAME,
        meshed: true,
        labels: { 'app.kubernetes.io/name': NAME },
      },
      image: 'elasticsearchExporter',
      args: [
        `--es.uri=${url}`,
        '--es.all',
        `--es.ca=${folder}/${certificate.key}`,
        '--es.timeout=20s',
        `--web.listen-address=:${String(port)}`,
      ],
      port,
      interval: '60s',
      memory: '64Mi',
      env: [
        { name: 'ES_USERNAME', ...secret('username') },
        { name: 'ES_PASSWORD', ...secret('password') },
      ],
      files: { configMap: certificate.configMap, folder },
      egress: [to([podsIn(pods.namespace, pods.labels)], storePort)],
    });
  },
});
