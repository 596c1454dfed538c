import { addOn, chart } from '../../src/model/add-on';
import { certManager } from './cert-manager';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { INGRESS_CLASS } from './sign-on';

/** Registers pods with load balancers: those of the cloud program behind API Gateway, and its own for platform pages. */
export const awsLoadBalancerController = addOn('aws-load-balancer-controller', {
  why: 'Registers pods as targets of the load balancer behind API Gateway, and serves the platform’s own pages',
  namespace: 'kube-system',
  needs: [certManager, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.awsLoadBalancerController, {
      clusterName: environment.cluster,
      region: environment.region,
      // said rather than asked for: pods cannot read the node's metadata
      vpcId: environment.cloud.vpc,
      replicaCount: environment.highlyAvailable ? 2 : 1,
      podDisruptionBudget: environment.highlyAvailable ? { maxUnavailable: 1 } : {},
      serviceAccount: { name: 'aws-load-balancer-controller' },
      enableCertManager: true, // otherwise the chart makes a certificate at every rendering
      enableServiceMutatorWebhook: false, // it would rewrite every Service of type LoadBalancer
      ingressClass: INGRESS_CLASS,
      resources: resources('100m', '256Mi'),
      serviceMonitor: { enabled: true },
    }),
  ],
  cloud: () => ({
    roles: [
      {
        namespace: 'kube-system',
        serviceAccount: 'aws-load-balancer-controller',
        permissions: [],
        controller: 'aws-load-balancer-controller',
      },
    ],
  }),
  offers: { ingressClass: INGRESS_CLASS },
});

/** Names of the platform's pages. */
export const externalDns = addOn('external-dns', {
  why: 'Keeps names in Route 53 for the platform’s own pages',
  namespace: 'external-dns',
  needs: [prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.externalDns, {
      provider: { name: 'aws' },
      policy: 'sync',
      registry: 'txt',
      // two clusters never touch each other's names
      txtOwnerId: environment.cluster,
      domainFilters: [`platform.${environment.domain}`],
      sources: ['ingress'],
      triggerLoopOnEvent: true,
      interval: '5m',
      env: [{ name: 'AWS_DEFAULT_REGION', value: environment.region }],
      resources: resources('20m', '128Mi'),
      serviceMonitor: { enabled: true },
    }),
  ],
  cloud: () => ({
    roles: [{ namespace: 'external-dns', serviceAccount: 'external-dns', permissions: [], controller: 'external-dns' }],
  }),
});
