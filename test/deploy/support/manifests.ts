import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

export type Variables = Readonly<Record<string, string>>;

/** What a file of `deploy/` says about one gateway. */
export interface Deployment {
  readonly file: string;
  readonly environment: Variables;
  /** How long the orchestrator waits after SIGTERM before it kills, in milliseconds. */
  readonly graceMs: number;
  /** The paths, in the gateway's file system, at which secrets are mounted. */
  readonly secretFiles: readonly string[];
  readonly image: string | undefined;
}

interface ComposeFile {
  readonly services: {
    readonly gateway: {
      readonly image: string;
      readonly environment: Variables;
      readonly secrets: readonly string[];
      readonly stop_grace_period: string;
    };
  };
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export function readCompose(file: string): Deployment & Pick<ComposeFile, 'secrets'> {
  const { services, secrets } = parse(readFileSync(file, 'utf8')) as ComposeFile;
  const { image, environment, stop_grace_period: grace } = services.gateway;
  return {
    file,
    environment,
    graceMs: seconds(/^(\d+)s$/.exec(grace)?.[1]),
    secretFiles: services.gateway.secrets.map((name) => `/run/secrets/${name}`),
    image,
    secrets,
  };
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
export interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly name: string } };
  }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
export interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly containers: readonly [Container];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: {
      readonly secretName: string;
      readonly items?: readonly { readonly key: string }[];
    };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: unknown;
    readonly selector?: unknown;
    readonly podSelector?: unknown;
    readonly ingress?: unknown;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
    readonly template?: { readonly metadata: { readonly labels: Variables }; readonly spec: Pod };
  };
}

export function readKubernetes(
  file: string,
): Deployment & { readonly objects: readonly KubernetesObject[]; readonly pod: Pod } {
  const objects = parseAllDocuments(readFileSync(file, 'utf8')).map(
    (each) => each.toJS() as KubernetesObject,
  );
  const pod = objects.find(({ kind }) => kind === 'Deployment')?.spec.template?.spec;
  if (!pod) throw new Error(`${file} has no Deployment`);
  const [{ env, image, volumeMounts }] = pod.containers;
  const mount = volumeMounts.find(({ name }) => name === 'secrets')?.mountPath ?? '';
  const values = env.map(({ name, value }) => [name, value ?? 'a value of the secret'] as const);
  return {
    file,
    environment: Object.fromEntries(values),
    graceMs: pod.terminationGracePeriodSeconds * 1_000,
    secretFiles: values.map(([, value]) => value).filter((value) => value.startsWith(`${mount}/`)),
    image,
    objects,
    pod,
  };
}

/** The values of a systemd unit by key. Keys of different sections do not collide in ours. */
export function readUnit(file: string): Deployment & { readonly values: (key: string) => readonly string[] } {
  const entries = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => /^(\w+)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key = '', value = '']) => [key, value] as const);
  const values = (key: string) => entries.filter(([each]) => each === key).map(([, value]) => value);
  return {
    file,
    environment: Object.fromEntries(
      values('Environment').map((pair) => pair.split('=', 2) as [string, string]),
    ),
    graceMs: seconds(values('TimeoutStopSec')[0]),
    secretFiles: values('LoadCredential').map((pair) => `%d/${pair.split(':')[0] ?? ''}`),
    image: undefined,
    values,
  };
}

const seconds = (text: string | undefined): number => Number(text) * 1_000;
