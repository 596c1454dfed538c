import type { Environment } from '../../src/model/environment';
import { platform } from '../teams';

/** The company's OpenID provider; its clients are made there, and their secrets lie in the secret store. */
export const SIGN_ON = {
  issuer: 'https://login.shop.example',
  authorization: 'https://login.shop.example/oauth2/authorize',
  token: 'https://login.shop.example/oauth2/token',
  userInfo: 'https://login.shop.example/oauth2/userinfo',
  /** Claim that holds a person's groups. */
  groupsClaim: 'groups',
  /** Group whose members administer the platform. */
  administrators: platform.group,
} as const;

/** Host of a platform page: `grafana.platform.shop.example`. */
export function platformHost(environment: Environment, page: 'argocd' | 'grafana' | 'jaeger' | 'kibana'): string {
  return `${page}.platform.${environment.domain}`;
}

/** The part of networking.k8s.io/v1 Ingress that platform pages need. */
interface Ingress {
  readonly apiVersion: 'networking.k8s.io/v1';
  readonly kind: 'Ingress';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly ingressClassName: string;
    readonly rules: readonly {
      readonly host: string;
      readonly http: {
        readonly paths: readonly {
          readonly path: string;
          readonly pathType: 'Prefix';
          readonly backend: { readonly service: { readonly name: string; readonly port: { readonly number: number } } };
        }[];
      };
    }[];
  };
}

/** A page of the platform behind the internal load balancer that all pages share. */
export interface PlatformPage {
  readonly page: Parameters<typeof platformHost>[1];
  readonly namespace: string;
  readonly service: { readonly name: string; readonly port: number };
  readonly protocol?: 'HTTP' | 'HTTPS';
  readonly healthPath: string;
  /** Secret with `clientID` and `clientSecret`: the load balancer itself asks people to sign in. */
  readonly signOnSecret?: string;
}

/** Class of the AWS Load Balancer Controller. */
export const INGRESS_CLASS = 'alb';

/** Publishes a page inside the company's network; External DNS makes its name, and the load balancer its sign-on. */
export function platformIngress(environment: Environment, page: PlatformPage): Ingress {
  const annotation = (name: string): string => `alb.ingress.kubernetes.io/${name}`;
  const host = platformHost(environment, page.page);
  const signOn = {
    authorizationEndpoint: SIGN_ON.authorization,
    issuer: SIGN_ON.issuer,
    secretName: page.signOnSecret,
    tokenEndpoint: SIGN_ON.token,
    userInfoEndpoint: SIGN_ON.userInfo,
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: page.page,
      namespace: page.namespace,
      annotations: {
        ...(page.signOnSecret === undefined
          ? {}
          : {
              [annotation('auth-idp-oidc')]: JSON.stringify(signOn),
              [annotation('auth-on-unauthenticated-request')]: 'authenticate',
              [annotation('auth-scope')]: 'openid email',
              [annotation('auth-type')]: 'oidc',
            }),
        [annotation('backend-protocol')]: page.protocol ?? 'HTTP',
        [annotation('group.name')]: 'platform',
        [annotation('healthcheck-path')]: page.healthPath,
        [annotation('listen-ports')]: JSON.stringify([{ HTTPS: 443 }]),
        [annotation('scheme')]: 'internal',
        [annotation('ssl-policy')]: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        [annotation('target-type')]: 'ip',
      },
    },
    spec: {
      ingressClassName: INGRESS_CLASS,
      rules: [
        {
          host,
          http: {
            paths: [
              {
                backend: { service: { name: page.service.name, port: { number: page.service.port } } },
                path: '/',
                pathType: 'Prefix',
              },
            ],
          },
        },
      ],
    },
  };
}
