import { addOn, chart } from '../../src/model/add-on';
import { certManager } from './cert-manager';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';

/** Use of CPU and memory for autoscalers; when it is down, so is scaling. */
export const metricsServer = addOn('metrics-server', {
  why: 'Tells HorizontalPodAutoscalers how much CPU and memory containers use',
  namespace: 'kube-system',
  needs: [certManager, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.metricsServer, {
      replicas: environment.highlyAvailable ? 2 : 1,
      podDisruptionBudget: {
        enabled: environment.highlyAvailable,
        ...(environment.highlyAvailable ? { maxUnavailable: 1 } : {}),
      },
      // about 1 MiB per node and 2 KiB per pod of its own sizing guide, for a thousand nodes
      resources: resources('100m', environment.highlyAvailable ? '1Gi' : '256Mi'),
      tls: { type: 'cert-manager' },
      apiService: { insecureSkipTLSVerify: false },
      metrics: { enabled: true },
      serviceMonitor: { enabled: true },
    }),
  ],
});
