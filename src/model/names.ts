const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const TOPIC = /^[a-zA-Z0-9._-]{1,249}$/;
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** RFC 1123 label: what namespaces, Services and most objects of Kubernetes must be called. */
export const isDnsLabel = (name: string): boolean => DNS_LABEL.test(name);

/** IANA service name of at most 15 characters: what ports must be called. */
export const isPortName = (name: string): boolean => PORT_NAME.test(name);

/** Letters Kafka allows in a topic. */
export const isTopicName = (name: string): boolean => TOPIC.test(name) && name !== '.' && name !== '..';

/** C identifier: what an environment variable may be called without surprises. */
export const isVariableName = (name: string): boolean => VARIABLE.test(name);

/** `/etc/app/config.toml` -> `etc_app_config.toml`: the key of a file in a ConfigMap. */
export const fileKey = (path: string): string => path.replace(/^\//, '').replace(/[^-._a-zA-Z0-9]/g, '_');

/** `search-indexer` -> `SEARCH_INDEXER`. */
export function variableName(...words: readonly string[]): string {
  return words
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_');
}
