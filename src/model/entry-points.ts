import { targetGroupName } from './cloud-names';
import type { EnvironmentSettings } from './environment';
import type { Fault } from './faults';
import type { AnyMicroservice } from './microservice';

/** Route keys of an HTTP API: a method and a path, or what no other route takes. */
const ROUTE_KEY = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

/** Routes that one HTTP API holds; each host is an API. */
const MOST_ROUTES = 300;

/** What cannot be entered as it is declared: routes of another form, claimed twice or too many, target groups of one name. */
export function entryPointFaults(
  present: readonly AnyMicroservice[],
  environment: Pick<EnvironmentSettings, 'name'>,
): readonly Fault[] {
  const faults: Fault[] = [];
  const claims = new Map<string, string>();
  const counts = new Map<string, number>();
  const groups = new Map<string, string>();
  for (const { name, props } of present) {
    for (const { port, host, routes } of props.public ?? []) {
      const where = `${name}.public`;
      const group = targetGroupName(environment, name, port);
      const owner = groups.get(group) ?? `${name}.${port}`;
      if (owner !== `${name}.${port}`)
        faults.push({
          where,
          what: `needs the target group ${group}, and so does ${owner}; AWS cuts the name after 32 characters, so let them differ before`,
        });
      groups.set(group, owner);
      counts.set(host, (counts.get(host) ?? 0) + routes.length);
      for (const route of routes) {
        if (!ROUTE_KEY.test(route))
          faults.push({
            where,
            what: `"${route}" is no route; expected such as POST /graphql, ANY /hooks/{proxy+} or $default`,
          });
        const key = `${route} at ${host}`;
        const other = claims.get(key);
        if (other !== undefined) faults.push({ where, what: `claims ${key}, which ${other} has already` });
        claims.set(key, `${name}.${port}`);
      }
    }
  }
  for (const [host, count] of counts) {
    if (count > MOST_ROUTES)
      faults.push({
        where: `public.${host}`,
        what: `has ${count} routes, but API Gateway takes ${MOST_ROUTES}; join some by {proxy+} or give some another host`,
      });
  }
  return faults;
}
