import { addOn, chart } from '../../../src/model/add-on';
import { clusterIssuer } from '../cert-manager';
import { CHARTS, IMAGES } from '../pins';
import { prometheusOperatorCrds } from '../prometheus-crds';
import { resources } from '../resources';

const OPERATOR_NAMESPACE = 'opentelemetry-operator';

/** Makes collectors from descriptions: https://github.com/open-telemetry/opentelemetry-operator */
export const openTelemetryOperator = addOn('opentelemetry-operator', {
  why: 'Runs collectors, and puts agents into pods that ask for them',
  namespace: OPERATOR_NAMESPACE,
  needs: [clusterIssuer, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.openTelemetryOperator, {
      replicaCount: environment.highlyAvailable ? 2 : 1,
      crds: { create: true },
      // the chart's own minAvailable stays beside a maxUnavailable, and the API server refuses a budget with both
      pdb: environment.highlyAvailable ? { create: true, minAvailable: 1 } : { create: false },
      manager: {
        collectorImage: IMAGES.collector,
        // the collectors' rights are written here, so the operator needs none to hand out
        createRbacPermissions: false,
        resources: resources('100m', '256Mi'),
        serviceMonitor: { enabled: true },
      },
      admissionWebhooks: { failurePolicy: 'Fail', certManager: { enabled: true } },
    }),
  ],
});
