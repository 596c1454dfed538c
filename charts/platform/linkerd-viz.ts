import { addOn, chart } from '../../src/model/add-on';
import { certificateOf, linkerd, sized, VIZ } from './linkerd';
import { CHARTS } from './pins';
import { prometheus } from './prometheus';
import { platformHost } from './sign-on';

/** The mesh's own page and `linkerd viz` commands, on the platform's Prometheus. */
export const linkerdViz = addOn('linkerd-viz', {
  why: 'Shows the mesh live: who calls whom, and single requests as they pass',
  namespace: VIZ,
  needs: [linkerd, prometheus],
  namespaces: {
    [VIZ]: { annotations: { 'linkerd.io/inject': 'enabled' }, labels: { 'linkerd.io/extension': 'viz' } },
  },
  helm: (environment) => {
    const replicas = environment.highlyAvailable ? 2 : 1;
    return [
      chart(CHARTS.linkerdViz, {
        createNamespaceMetadataJob: false, // a hook that labels the namespace, which our own manifest does
        prometheus: { enabled: false },
        prometheusUrl: prometheus.offers.url,
        grafana: { externalUrl: `https://${platformHost(environment, 'grafana')}` },
        enablePodAntiAffinity: environment.highlyAvailable,
        enablePodDisruptionBudget: environment.highlyAvailable,
        dashboard: { replicas: 1, resources: sized('20m', '128Mi') },
        metricsAPI: { replicas, resources: sized('50m', '250Mi') },
        tap: { replicas, resources: sized('50m', '250Mi'), ...certificateOf('tap') },
        tapInjector: { replicas, resources: sized('20m', '128Mi'), ...certificateOf('tap-injector') },
      }),
    ];
  },
});
