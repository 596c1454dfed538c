import type { ComponentResourceOptions } from '@pulumi/pulumi';
import type { CertificateValidation } from '@pulumi/aws/acm';
import { Api, ApiMapping, Authorizer, DomainName, Integration, Route, Stage, VpcLink } from '@pulumi/aws/apigatewayv2';
import { Record as DnsRecord } from '@pulumi/aws/route53';
import type { EntryPoint } from '../src/model/cloud';
import type { Alarms } from './alarms';
import type { Cluster } from './cluster';
import type { Keys } from './keys';
import { listenerName, LoadBalancer } from './load-balancer';
import { logGroup } from './logs';
import type { Names } from './names';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';

interface Surroundings {
  readonly network: Network;
  readonly cluster: Cluster;
  readonly keys: Keys;
  readonly names: Names;
  readonly alarms: Alarms;
}

/** One line of JSON for each request; who called is the subject of the token, never the token. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  subject: '$context.authorizer.claims.sub',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** Percent of requests that may fail on our side before somebody is told. */
const FAILURES = 1;

/** The only way in: an HTTP API for each host of the fleet's entry points, and a link from it into the VPC. */
export class Gateway extends Part {
  constructor(
    site: Site,
    entryPoints: readonly EntryPoint[],
    { network, cluster, keys, names, alarms }: Surroundings,
    options: ComponentResourceOptions,
  ) {
    super('gateway', options);
    const hosts = [...new Set(entryPoints.map(({ host }) => host))].sort();
    if (hosts.length === 0) return;
    const certificates = new Map(hosts.map((host) => [host, names.certificate(host, names.public)]));
    const balancer = new LoadBalancer(site, entryPoints, certificates, { network, cluster, alarms }, { parent: this });
    // its subnets and groups can never be changed, only replaced
    const link = new VpcLink(
      'link',
      {
        name: site.environment.cluster,
        subnetIds: network.ids('loadBalancers'),
        securityGroupIds: [balancer.linkGroup.id],
      },
      this.inside,
    );
    for (const host of hosts) {
      const api = this.api(site, host, names, certificates.get(host)!, keys);
      const authorizer = this.authorizer(site, host, api);
      const entries = entryPoints.filter((each) => each.host === host);
      const integrations = this.integrations(entries, api, link, balancer);
      for (const entry of entries) this.routes(entry, api, integrations.get(entry.targetGroup)!, authorizer);
      this.watch(site, host, api, alarms);
    }
  }

  private api(site: Site, host: string, names: Names, certificate: CertificateValidation, keys: Keys): Api {
    const { environment, settings } = site;
    const { rate, burst, origins } = settings.gateway;
    const api = new Api(
      host,
      {
        name: host,
        protocolType: 'HTTP',
        // the address that AWS gives it would pass by the domain and its certificate
        disableExecuteApiEndpoint: true,
        corsConfiguration: {
          allowOrigins: [...origins],
          allowMethods: ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT'],
          allowHeaders: ['authorization', 'content-type', 'traceparent', 'tracestate'],
          maxAge: 3600,
        },
      },
      { ...this.inside, protect: settings.keeps },
    );
    const logs = logGroup(`/aws/apigateway/${environment.cluster}/${host}`, site, keys, this.inside);
    const stage = new Stage(
      host,
      {
        apiId: api.id,
        // any other stage's name becomes part of the path that the program sees
        name: '$default',
        autoDeploy: true,
        accessLogSettings: { destinationArn: logs.arn, format: JSON.stringify(ACCESS_LOG) },
        defaultRouteSettings: {
          detailedMetricsEnabled: true,
          // both, always: one that is left out is taken for zero, and every call is refused
          throttlingRateLimit: rate,
          throttlingBurstLimit: burst,
        },
      },
      this.inside,
    );
    const domain = new DomainName(
      host,
      {
        domainName: host,
        domainNameConfiguration: {
          certificateArn: certificate.certificateArn,
          endpointType: 'REGIONAL',
          securityPolicy: 'TLS_1_2',
        },
      },
      this.inside,
    );
    new ApiMapping(host, { apiId: api.id, domainName: domain.id, stage: stage.id }, this.inside);
    const { targetDomainName, hostedZoneId } = domain.domainNameConfiguration;
    new DnsRecord(
      host,
      {
        zoneId: names.public.id,
        name: host,
        type: 'A',
        aliases: [{ name: targetDomainName, zoneId: hostedZoneId, evaluateTargetHealth: false }],
      },
      this.inside,
    );
    return api;
  }

  private authorizer({ settings }: Site, host: string, api: Api): Authorizer {
    const { issuer, audiences } = settings.gateway.tokens;
    return new Authorizer(
      host,
      {
        apiId: api.id,
        name: 'tokens',
        authorizerType: 'JWT',
        identitySources: ['$request.header.Authorization'],
        jwtConfiguration: { issuer, audiences: [...audiences] },
      },
      this.inside,
    );
  }

  /** Integrations by target group: several entries may lead to one port. */
  private integrations(
    entries: readonly EntryPoint[],
    api: Api,
    link: VpcLink,
    balancer: LoadBalancer,
  ): ReadonlyMap<string, Integration> {
    const entered = new Map(entries.map((entry) => [entry.targetGroup, entry]));
    return new Map(
      [...entered].map(([targetGroup, entry]) => {
        const name = listenerName(entry);
        const integration = new Integration(
          name,
          {
            apiId: api.id,
            integrationType: 'HTTP_PROXY',
            integrationMethod: 'ANY',
            connectionType: 'VPC_LINK',
            connectionId: link.id,
            integrationUri: balancer.listeners.get(name)!.arn,
            payloadFormatVersion: '1.0',
            timeoutMilliseconds: 30_000,
            tlsConfig: { serverNameToVerify: entry.host },
          },
          this.inside,
        );
        return [targetGroup, integration];
      }),
    );
  }

  private routes(
    { host, routes, anonymous }: EntryPoint,
    api: Api,
    integration: Integration,
    authorizer: Authorizer,
  ): void {
    for (const routeKey of routes) {
      new Route(
        `${host} ${routeKey}`,
        {
          apiId: api.id,
          routeKey,
          target: integration.id.apply((id) => `integrations/${id}`),
          ...(anonymous === undefined
            ? { authorizationType: 'JWT', authorizerId: authorizer.id }
            : { authorizationType: 'NONE' }),
        },
        this.inside,
      );
    }
  }

  private watch({ settings }: Site, host: string, api: Api, alarms: Alarms): void {
    const watched = { namespace: 'AWS/ApiGateway', dimensions: { ApiId: api.id } };
    const why = `${host} fails more than ${FAILURES} % of its requests`;
    alarms.share(`${host}-5xx`, { ...watched, bad: '5xx', all: 'Count', percent: FAILURES, why }, this.inside);
    const threshold = settings.gateway.slowMilliseconds;
    alarms.above(
      `${host}-latency`,
      {
        ...watched,
        metric: 'Latency',
        statistic: 'p99',
        threshold,
        why: `${host} needs more than ${threshold} ms for one request in a hundred`,
      },
      this.inside,
    );
  }
}
