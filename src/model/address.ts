/** In which form an application wants an address. */
export type AddressForm =
  'host' | 'port' | 'hostPort' | 'url' | 'jdbcUrl' | 'username' | 'password' | 'name' | 'region';

/** Where something can be reached, known by reference: the text is written when the environment is known. */
export interface Address {
  readonly address: AddressForm;
  /** The callee: `payments.grpc` of a microservice, `postgres/orders` of a store, `outside/...` of a host. */
  readonly of: string;
}

/** Text with addresses inside, made by the `text` template tag. */
export interface Text {
  readonly text: readonly (string | Address)[];
}

/** What a file or an argument may hold; one whose edge an environment does not have is left out there. */
export type Writing = string | Address | Text;

/** A key of a Secret that External Secrets writes from the secret store; the value itself never passes through here. */
export interface SecretReference {
  readonly secret: string;
  readonly key: string;
}

/** A field of the pod, by the downward API: `field('metadata.name')`. */
export interface FieldReference {
  readonly field: string;
}

/** What an environment variable may hold. */
export type Value = string | number | boolean | Address | Text | SecretReference | FieldReference;

/** A sensitive value by name. Turning it into a string throws, so that it cannot end in YAML by accident. */
export class Secret implements SecretReference {
  constructor(
    readonly secret: string,
    readonly key: string,
  ) {
    Object.defineProperty(this, Symbol.toPrimitive, {
      enumerable: false,
      value: () => {
        throw new TypeError(`secret ${secret}/${key} has no text: pass it as a value of env, never inside a string`);
      },
    });
  }
}

/** A value from the secret store, below the microservice's own path there: `secret('provider', 'token')`. */
export function secret(path: string, key: string): Secret {
  return new Secret(path, key);
}

/** Composes text and addresses: text`tcp://${queue.broker.host}:${queue.broker.port}/main`. */
export function text(strings: TemplateStringsArray, ...values: readonly (string | number | Address)[]): Text {
  const parts: (string | Address)[] = [];
  strings.forEach((string, index) => {
    if (string !== '') parts.push(string);
    const value = values[index];
    if (value !== undefined) parts.push(typeof value === 'number' ? String(value) : value);
  });
  return { text: parts };
}

/** A field of the pod itself, such as `metadata.name` or `status.podIP`. */
export function field(path: string): FieldReference {
  return { field: path };
}

/** The address forms of one callee, one property each. */
export type AddressesOf<F extends AddressForm> = { readonly [K in F]: Address };

/** Makes the address tokens of one callee. */
export function addressesOf<F extends AddressForm>(of: string, forms: readonly F[]): AddressesOf<F> {
  return Object.fromEntries(forms.map((form) => [form, { address: form, of }])) as unknown as AddressesOf<F>;
}
