import type { DeliveryFacts } from '../model/delivery';
import { registryHost } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { ACTIONS } from './actions';
import { CALLEES } from './callees';
import { both, equal, failed } from './expression';
import { LAYOUT } from './image';
import { goTools } from './integration';
import { checkOutPlatform, PLATFORM, platformToken } from './release';
import { firstOf, GIVEN, IS_OURS } from './service';
import { script } from './shell';
import { GO_TOOLS, IMAGES } from './tools';
import { job, needed, onlyIf, run, use } from './workflow';
import type { Job, Step } from './workflow';

/** How the service's own tests are run against the cluster. */
interface EndToEnd {
  readonly setUp: readonly Step<never>[];
  readonly command: string;
}

const PASSWORD = 'end-to-end';
const REGISTRY_PORT = 5001;

/**
 * A cluster, with the kubectl of its own release. Its nodes fetch the environment's images from a registry of this
 * machine, under the names and digests that the manifests have: nothing of those must be changed, and what runs is what
 * was built, to the byte.
 */
function startCluster(environment: EnvironmentSettings): ReturnType<typeof script> {
  const host = registryHost(environment);
  return script`
    export PATH="$RUNNER_TEMP/bin:$PATH"
    cat > "$RUNNER_TEMP/kind.yaml" <<'YAML'
    kind: Cluster
    apiVersion: kind.x-k8s.io/v1alpha4
    containerdConfigPatches:
    - |-
      [plugins."io.containerd.grpc.v1.cri".registry]
        config_path = "/etc/containerd/certs.d"
    YAML
    kind create cluster --name end-to-end --image ${IMAGES.kindNode} --config "$RUNNER_TEMP/kind.yaml" --wait 180s
    docker cp end-to-end-control-plane:/usr/bin/kubectl "$RUNNER_TEMP/bin/kubectl"
    gateway=$(docker network inspect kind --format '{{range .IPAM.Config}}{{println .Gateway}}{{end}}' | grep --max-count 1 '\\.')
    mkdir -p "$RUNNER_TEMP/registry"
    nohup crane registry serve --address "0.0.0.0:${REGISTRY_PORT}" --disk "$RUNNER_TEMP/registry" > "$RUNNER_TEMP/registry.log" 2>&1 &
    for node in $(kind get nodes --name end-to-end); do
      docker exec "$node" mkdir -p /etc/containerd/certs.d/${host}
      printf '[host."http://%s:${REGISTRY_PORT}"]\\n  capabilities = ["pull", "resolve"]\\n' "$gateway" |
        docker exec --interactive "$node" tee /etc/containerd/certs.d/${host}/hosts.toml
    done
  `;
}

/**
 * PostgreSQL (with TLS, by a certificate of its own), Redis and Kafka beside the cluster's nodes. Their names are the
 * environment's: pods find them through their host aliases, tests through /etc/hosts.
 */
function startStandIns({ name }: EnvironmentSettings): ReturnType<typeof script> {
  const contract = `require('js-yaml').load(require('node:fs').readFileSync('contract/${name}.yaml', 'utf8'))`;
  return script`
    broker=$(node --print "${contract}.kafkaBrokers[0]")
    host=\${broker%:*}
    port=\${broker##*:}
    mkdir -p "$RUNNER_TEMP/tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=stand-in -keyout "$RUNNER_TEMP/tls/key" -out "$RUNNER_TEMP/tls/crt"
    docker run --detach --name postgres --network kind --publish 127.0.0.1:5432:5432 \\
      --env POSTGRES_PASSWORD=${PASSWORD} --volume "$RUNNER_TEMP/tls:/tls:ro" --entrypoint sh ${IMAGES.postgres} \\
      -c 'install -o postgres -g postgres -m 600 /tls/key /tls/crt /tmp/ && exec docker-entrypoint.sh postgres -c ssl=on -c ssl_key_file=/tmp/key -c ssl_cert_file=/tmp/crt'
    docker run --detach --name redis --network kind --publish 127.0.0.1:6379:6379 ${IMAGES.redis} redis-server --requirepass ${PASSWORD}
    docker run --detach --name kafka --network kind --add-host "$host:127.0.0.1" --publish "127.0.0.1:$port:$port" \\
      --env KAFKA_NODE_ID=1 --env KAFKA_PROCESS_ROLES=broker,controller \\
      --env "KAFKA_LISTENERS=PLAINTEXT://:$port,CONTROLLER://:9093" \\
      --env "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://$host:$port" \\
      --env KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT \\
      --env KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER --env KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093 \\
      --env KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR=1 --env KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR=1 \\
      --env KAFKA_TRANSACTION_STATE_LOG_MIN_ISR=1 ${IMAGES.kafka}
    echo "127.0.0.1 $host" | sudo tee --append /etc/hosts
    until_it_answers() {
      for _ in $(seq 60); do
        docker exec "$@" > /dev/null && return
        sleep 1
      done
      echo "::error::$1 does not answer"
      return 1
    }
    until_it_answers postgres pg_isready --host 127.0.0.1 --username postgres
    until_it_answers redis redis-cli ping
    until_it_answers kafka /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$broker" --list
  `;
}

/**
 * Sets the new image in the checkout of the platform, has the plan made of what the cluster gets in which order, and
 * fills registry and PostgreSQL with what it names.
 */
function makePlan(environment: EnvironmentSettings): ReturnType<typeof script> {
  return script`
    export PATH="$RUNNER_TEMP/bin:$PATH"
    crane push ../${LAYOUT} "localhost:${REGISTRY_PORT}/$MICROSERVICE:$TAG"
    address() {
      docker inspect --format '{{.NetworkSettings.Networks.kind.IPAddress}}' "$1"
    }
    node bin/chartwright.js release set "$MICROSERVICE" "$TAG@$DIGEST" --env ${environment.name}
    node bin/chartwright.js kind "$MICROSERVICE" --env ${environment.name} --out "$RUNNER_TEMP/plan" --password ${PASSWORD} \\
      --postgres "$(address postgres)" --redis "$(address redis)" --kafka "$(address kafka)"
    while read -r repository digest; do
      crane push "../${CALLEES}/$repository" "localhost:${REGISTRY_PORT}/$repository:callee"
      echo "$repository runs $digest"
    done < "$RUNNER_TEMP/plan/images.txt"
    while read -r database; do
      docker exec postgres createdb --username postgres "$database"
    done < "$RUNNER_TEMP/plan/databases.txt"
  `;
}

/** Applies the plan, a step after the other, and waits for what each step must have brought up. */
const APPLY = script`
  export PATH="$RUNNER_TEMP/bin:$PATH"
  for step in "$RUNNER_TEMP"/plan/*.yaml; do
    echo "::group::$(basename "$step" .yaml)"
    kubectl apply --server-side --filename "$step"
    while read -r namespace object condition; do
      if [ "$condition" = rollout ]; then
        kubectl rollout status "$object" --namespace "$namespace" --timeout 300s
      else
        kubectl wait "$object" --namespace "$namespace" --for "condition=$condition" --timeout 300s
      fi
    done < "\${step%.yaml}.wait"
    echo '::endgroup::'
  done
`;

/** Forwards every port of the microservice's Service, and tells the tests by \`END_TO_END_<PORT>\` where it is. */
function runTests(command: string): ReturnType<typeof script> {
  return script`
    export PATH="$RUNNER_TEMP/bin:$PATH"
    trap 'jobs -p | xargs --no-run-if-empty kill' EXIT
    while read -r namespace service name port; do
      kubectl port-forward --namespace "$namespace" "service/$service" "$port:$port" > "forward-$name.log" 2>&1 &
      variable="END_TO_END_$(tr 'a-z-' 'A-Z_' <<< "$name")"
      export "$variable=127.0.0.1:$port"
      for try in $(seq 30); do
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null && break
        test "$try" -lt 30
        sleep 1
      done
    done < "$RUNNER_TEMP/plan/ports.txt"
    ${command}
  `;
}

/** For whoever reads the log of a failure. */
const SHOW = script`
  kubectl get pods,jobs --all-namespaces --output wide || exit 0
  kubectl get events --all-namespaces --field-selector type=Warning --sort-by .lastTimestamp | tail --lines 50
  kubectl logs --all-containers --prefix --tail 200 --namespace "$MICROSERVICE" --selector "app.kubernetes.io/name=$MICROSERVICE"
`;

/**
 * The image in a cluster of this machine, by the charts that the platform repository has on its main. The tests are code
 * of the service, so nothing of this job can be proven to AWS: images come from jobs that run none of it.
 */
export function endToEndJob(
  facts: DeliveryFacts,
  { image, callees }: { readonly image: Job<'tag' | 'digest'>; readonly callees: Job<'known' | 'commit'> },
  { setUp, command }: EndToEnd,
): Job<never> {
  const first = firstOf(facts);
  const token = platformToken(facts.delivery, 'read');
  const microservice = { MICROSERVICE: GIVEN.input('microservice') };
  const isKnown = equal(needed(callees, 'known'), 'true');
  return job({
    id: 'end-to-end',
    name: 'End-to-end tests in kind',
    needs: [image, callees],
    if: IS_OURS,
    permissions: { contents: ['read', 'to read the tests'] },
    timeoutMinutes: 30,
    steps: [
      use('Check out', ACTIONS.checkout, { with: { 'persist-credentials': false } }),
      ...onlyIf(isKnown, [
        ...setUp,
        token,
        // where the callees were looked up: main may have moved since, and their releases with it
        ...checkOutPlatform(facts.delivery, token, needed(callees, 'commit')),
        use('Fetch the image', ACTIONS.downloadArtifact, { with: { name: LAYOUT, path: LAYOUT } }),
        use('Fetch the callees’ images', ACTIONS.downloadArtifact, { with: { name: CALLEES, path: CALLEES } }),
        run('Install kind and crane', goTools(GO_TOOLS.kind, GO_TOOLS.crane)),
        run('Start the cluster', startCluster(first)),
        run('Start databases and broker', startStandIns(first), { folder: PLATFORM }),
        run('Plan', makePlan(first), {
          folder: PLATFORM,
          env: { ...microservice, TAG: needed(image, 'tag'), DIGEST: needed(image, 'digest') },
        }),
        run('Apply', APPLY),
        run('Test', runTests(command)),
      ]),
      run('Show what went wrong', SHOW, { if: both(failed, isKnown), env: microservice }),
    ],
  });
}
