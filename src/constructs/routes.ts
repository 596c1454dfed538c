import type { GRPCRoute, HTTPRoute } from '../../imports/gateway';
import type { Manifest } from '../model/manifest';
import type { ResolvedCall, ResolvedMicroservice } from '../model/resolved';
import { labelsOf } from './labels';
import type { Keyed } from './mesh';

/**
 * Deadline and retries of each call, as a route in the caller's namespace, so that they hold for this caller alone.
 * Only fields that Linkerd's Gateway API 1.2.1 reads; it drops a whole route for one it does not know.
 */
export function routes(microservice: ResolvedMicroservice): Keyed {
  return microservice.calls
    .filter(
      (call) => microservice.self.meshed && call.to.meshed && ['grpc', 'http', 'graphql'].includes(call.port.protocol),
    )
    .map((call) => (call.port.protocol === 'grpc' ? grpcRoute(microservice, call) : httpRoute(microservice, call)));
}

function routeName(microservice: ResolvedMicroservice, call: ResolvedCall): string {
  const edge = [call.to.name, call.port.name, ...(call.method === undefined ? [] : [kebab(call.method)])].join('-');
  return microservice.namespace === microservice.name ? edge : `${microservice.name}-${edge}`;
}

const kebab = (method: string): string => method.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

function routeAnnotations(call: ResolvedCall): Record<string, string> {
  const grpc = call.port.protocol === 'grpc';
  const retry: Record<string, string> =
    call.retries === 0
      ? {}
      : {
          'retry.linkerd.io/limit': String(call.retries),
          ...(grpc ? { 'retry.linkerd.io/grpc': 'unavailable' } : { 'retry.linkerd.io/http': '5xx' }),
        };
  return { ...retry, ...(call.timeout === undefined || !grpc ? {} : { 'timeout.linkerd.io/request': call.timeout }) };
}

const parentRefs = (
  call: ResolvedCall,
): { group: string; kind: string; name: string; namespace: string; port: number }[] => [
  { group: '', kind: 'Service', name: call.to.name, namespace: call.to.namespace, port: call.port.servicePort },
];

const backendRefs = (
  call: ResolvedCall,
): { group: string; kind: string; name: string; namespace: string; port: number; weight: number }[] => [
  { ...parentRefs(call)[0]!, weight: 1 },
];

function grpcRoute(microservice: ResolvedMicroservice, call: ResolvedCall): [string, Manifest] {
  const name = routeName(microservice, call);
  const route: GRPCRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GRPCRoute',
    metadata: {
      name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      annotations: routeAnnotations(call),
    },
    spec: {
      parentRefs: parentRefs(call),
      rules: [
        {
          backendRefs: backendRefs(call),
          ...(call.method === undefined
            ? {}
            : {
                matches: [
                  {
                    method: {
                      method: call.method,
                      ...(call.port.service === undefined ? {} : { service: call.port.service }),
                      type: 'Exact',
                    },
                  },
                ],
              }),
        },
      ],
    },
  };
  return [`grpc-route-${name}`, route as unknown as Manifest];
}

function httpRoute(microservice: ResolvedMicroservice, call: ResolvedCall): [string, Manifest] {
  const name = routeName(microservice, call);
  const annotations = routeAnnotations(call);
  const route: HTTPRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      parentRefs: parentRefs(call),
      rules: [
        {
          backendRefs: backendRefs(call),
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          ...(call.timeout === undefined ? {} : { timeouts: { request: call.timeout } }),
        },
      ],
    },
  };
  return [`http-route-${name}`, route as unknown as Manifest];
}
