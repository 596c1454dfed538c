import type { Service, ServicePort } from '../../imports/kubernetes';
import type { TargetGroupBinding } from '../../imports/load-balancer';
import { targetGroupName } from '../model/cloud-names';
import type { ResolvedMicroservice, ResolvedPort } from '../model/resolved';
import { labelsOf, selectorOf } from './labels';
import { opaquePorts } from './pod';
import { peersServiceName } from './workload';

/**
 * What Linkerd must be told to balance requests rather than connections; it takes any other value, `grpc` among them,
 * for opaque bytes (linkerd2#14033).
 */
const APP_PROTOCOLS: Readonly<Record<ResolvedPort['protocol'], string | undefined>> = {
  grpc: 'kubernetes.io/h2c',
  graphql: 'http',
  http: 'http',
  tcp: 'linkerd.io/opaque',
  udp: undefined,
};

/** The Service callers use, where the microservice serves anything; Services of a StatefulSet's pods beside it. */
export function services(microservice: ResolvedMicroservice): { service?: Service; peers?: Service } {
  const ports = microservice.ports.map(servicePort);
  const peers = microservice.kind === 'StatefulSet' ? { peers: headless(microservice, ports) } : {};
  if (ports.length === 0) return peers;
  return {
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: microservice.name,
        namespace: microservice.namespace,
        labels: labelsOf(microservice),
        ...serviceAnnotations(microservice),
      },
      spec: { ports, selector: selectorOf(microservice) },
    },
    ...peers,
  };
}

function servicePort(port: ResolvedPort): ServicePort {
  const appProtocol = APP_PROTOCOLS[port.protocol];
  return {
    ...(appProtocol === undefined ? {} : { appProtocol }),
    name: port.name,
    port: port.servicePort,
    protocol: port.protocol === 'udp' ? 'UDP' : 'TCP',
    targetPort: port.name,
  };
}

function serviceAnnotations(microservice: ResolvedMicroservice): { annotations?: Record<string, string> } {
  if (microservice.mesh === false) return {};
  const opaque = opaquePorts(microservice);
  const served = microservice.ports.some((port) => port.protocol === 'tcp');
  const annotations: Record<string, string> = {
    ...(served && opaque !== undefined ? { 'config.linkerd.io/opaque-ports': opaque } : {}),
    ...microservice.mesh.service,
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function headless(microservice: ResolvedMicroservice, ports: readonly ServicePort[]): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: peersServiceName(microservice),
      namespace: microservice.namespace,
      labels: labelsOf(microservice, 'peers'),
    },
    spec: {
      clusterIP: 'None',
      ...(ports.length === 0 ? {} : { ports: [...ports] }),
      publishNotReadyAddresses: true,
      selector: selectorOf(microservice),
    },
  };
}

/** Hands the pods' addresses to the target group behind API Gateway; the cloud program owns group, listener and load balancer. */
export function targetGroupBindings(microservice: ResolvedMicroservice): TargetGroupBinding[] {
  return microservice.ports
    .filter((port) => port.public.length > 0)
    .map((port) => ({
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      metadata: {
        name: `${microservice.name}-${port.name}`,
        namespace: microservice.namespace,
        labels: labelsOf(microservice),
      },
      // a webhook would fill what is left out, and Argo CD would show it as a difference
      spec: {
        ipAddressType: 'ipv4',
        serviceRef: { name: microservice.name, port: port.servicePort },
        targetGroupName: targetGroupName(microservice.environment, microservice.name, port.name),
        targetType: 'ip',
        vpcID: microservice.environment.cloud.vpc,
      },
    }));
}
