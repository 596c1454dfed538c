type Item = Readonly<Record<string, unknown>>;

/** By which fields the API server tells items of a list apart, by the name of the list. */
const KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  conditions: [['type']],
  env: [['name']],
  hostAliases: [['ip']],
  items: [['key']],
  metrics: [['type', 'resource.name'], ['type']],
  panels: [['title'], ['id']],
  ports: [['port', 'protocol'], ['containerPort', 'protocol'], ['name'], ['port']],
  rules: [['name'], ['alert'], ['record'], ['apiGroups', 'resources']],
  subjects: [['kind', 'namespace', 'name']],
  targets: [['refId']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable']],
  triggers: [['name'], ['type', 'metadata.topic'], ['type']],
  volumeDevices: [['devicePath']],
  volumeMounts: [['mountPath']],
  webhooks: [['name']],
};

/** Whatever else a list of objects is called. */
const GENERAL: readonly (readonly string[])[] = [
  ['name'],
  ['key'],
  ['kind', 'name'],
  ['kind', 'namespace', 'name'],
  ['id'],
];

/** What the API server fills in where a key is left out. */
const DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP', namespace: '' };

/** Names the items of two lists so that the same name means the same item; undefined where only the place can tell. */
export function namesOfItems(
  list: string,
  before: readonly unknown[],
  after: readonly unknown[],
): { readonly before: string[]; readonly after: string[] } | undefined {
  if (![...before, ...after].every(isItem)) return undefined;
  for (const keys of [...(KEYS[list] ?? []), ...GENERAL]) {
    const names = { before: namesBy(keys, before as Item[]), after: namesBy(keys, after as Item[]) };
    if (names.before && names.after) return names as { before: string[]; after: string[] };
  }
  return undefined;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined if an item has no such key, or two have the same. */
function namesBy(keys: readonly string[], items: readonly Item[]): string[] | undefined {
  const names = items.map((item) => {
    const values = keys.map((key) => valueAt(item, key) ?? DEFAULTS[key]);
    return values.every((value) => value !== undefined)
      ? values
          .map(textOf)
          .filter((text) => text !== '')
          .join('/')
      : undefined;
  });
  const known = names.filter((name) => name !== undefined);
  return known.length === items.length && new Set(known).size === known.length ? known : undefined;
}

function valueAt(item: Item, key: string): unknown {
  return key.split('.').reduce<unknown>((value, field) => (isItem(value) ? value[field] : undefined), item);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
