import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { KNOWN_SETTINGS } from '../../src/config/known-settings.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { SECRET_SETTINGS } from '../../src/config/secret-files.ts';
import { environmentOf, lastOf, readDockerfile } from './support/dockerfile.ts';
import {
  readCompose,
  readKubernetes,
  readUnit,
  type Deployment,
  type Variables,
} from './support/manifests.ts';
import { findRedis, startRedis } from '../support/redis.ts';
import { isInstalled } from './support/sandbox.ts';

interface ReplicasFile {
  readonly services: {
    readonly gateway: { readonly deploy: { readonly replicas: number } };
    readonly redis: { readonly command: string };
  };
  readonly networks: { readonly redis: unknown };
}

const UNIT = 'deploy/bitrix24-telephony-gateway.service';
const compose = readCompose('deploy/compose.yaml');
const composeReplicas = readCompose('deploy/compose-replicas.yaml');
const webhook = readKubernetes('deploy/kubernetes.yaml');
const replicas = readKubernetes('deploy/kubernetes-replicas.yaml');
const application = readKubernetes('deploy/kubernetes-application.yaml');
const unit = readUnit(UNIT);
const image = environmentOf(lastOf(readDockerfile('deploy/Dockerfile')));

const key = { name: 'web', sha256: 'a'.repeat(64), scopes: ['telephony:read'] };
/** What the secrets contain, by the last part of their paths. */
const SECRETS: Variables = {
  webhook: 'https://portal.example.com/rest/1/abcdefghijklmnop/',
  'api-keys': JSON.stringify([{ ...key, portals: '*' }]),
  'client-secret': 'a-client-secret',
  'token-key': 'a'.repeat(64),
  'redis-url': 'redis://:a-password@redis:6379',
};

/** What the process will see, with the secrets in a folder of this machine. */
function environmentAsRun({ environment, secretFiles, image: tag }: Deployment, folder: string): Variables {
  const given = { ...(tag === undefined ? {} : image), ...environment };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      secretFiles.includes(value) ? join(folder, basename(value)) : value,
    ]),
  );
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-secrets-'));
  for (const [name, content] of Object.entries(SECRETS)) await writeFile(join(folder, name), `${content}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([compose, composeReplicas, webhook, replicas, application, unit] as const)(
  '$file',
  (deployment) => {
    it('has settings that the gateway accepts, in production', () => {
      const settings = readSettings(environmentAsRun(deployment, folder));
      expect(settings).toMatchObject({ production: true, port: 4000 });
      expect(settings.portal.kind).toBe(deployment === application ? 'application' : 'webhook');
      expect(settings.callers).toBeDefined();
    });

    it('kills only after the gateway had its time to stop, and two seconds', () => {
      const { drain } = readSettings(environmentAsRun(deployment, folder));
      expect(deployment.graceMs).toBeGreaterThan(drain.delayMs + drain.timeoutMs + 2_000);
    });

    it('takes every secret from a file that it mounts', () => {
      const files = Object.entries(deployment.environment).filter(
        ([name]) => name.endsWith('_FILE') && name !== 'GATEWAY_TOKEN_FILE',
      );
      expect(files.map(([, path]) => path).sort()).toEqual([...deployment.secretFiles].sort());
      for (const name of SECRET_SETTINGS) expect(deployment.environment).not.toHaveProperty(name);
    });

    it('runs this version', async () => {
      const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
      if (deployment.image !== undefined)
        expect(deployment.image).toBe(`bitrix24-telephony-gateway:${version}`);
    });
  },
);

it('every variable in deploy/ is a setting', () => {
  const reader = readdirSync('src/config')
    .map((name) => readFileSync(join('src/config', name), 'utf8'))
    .join('\n');
  const isSetting = (name: string) =>
    KNOWN_SETTINGS.has(name) ||
    SECRET_SETTINGS.some((each) => name === `${each}_FILE`) ||
    new RegExp(`read(<[^(]*>)?\\('${name}'`).test(reader);
  const set = [compose, composeReplicas, webhook, replicas, application, unit].flatMap(({ environment }) =>
    Object.keys(environment),
  );
  const mentioned = readdirSync('deploy', { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(
      ({ name }) =>
        readFileSync(join('deploy', name), 'utf8').match(/\b(BITRIX24|GATEWAY|METRICS)_[A-Z_]+\b/g) ?? [],
    )
    .filter((name) => !name.endsWith('_'));
  expect(
    [...new Set([...set, ...mentioned, ...Object.keys(image)])].filter((name) => !isSetting(name)),
  ).toEqual([]);
});

describe.each([webhook, replicas, application])('$file', ({ objects, pod, environment }) => {
  const [container] = pod.containers;
  const of = (kind: string) => objects.find((each) => each.kind === kind);

  it('probes what the gateway serves, on the port that it listens on', () => {
    expect(container.startupProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/health/ready', port: 'http' });
    const metrics = Number(environment['METRICS_PORT']);
    expect(container.ports).toEqual([
      { name: 'http', containerPort: 4000 },
      { name: 'metrics', containerPort: metrics },
    ]);
  });

  it('gives the process no rights', () => {
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('selects its pods by their labels, and publishes no metrics to callers', () => {
    const labels = of('Deployment')?.spec.template?.metadata.labels;
    expect(of('Deployment')?.spec.selector).toEqual({ matchLabels: labels });
    expect(of('PodDisruptionBudget')?.spec.selector).toEqual({ matchLabels: labels });
    expect(of('Service')?.spec).toMatchObject({ selector: labels, ports: [{ targetPort: 'http' }] });
  });
});

describe('the application on Kubernetes', () => {
  it('keeps its token file on a volume that outlives the pod', () => {
    const [{ volumeMounts }] = application.pod.containers;
    const path = application.environment['GATEWAY_TOKEN_FILE'] ?? '';
    const mount = volumeMounts.find(({ mountPath }) => mountPath === dirname(path));
    const volume = application.pod.volumes.find(({ name }) => name === mount?.name);
    const claim = application.objects.find(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(volume?.persistentVolumeClaim?.claimName).toBe(claim?.metadata.name ?? 'no claim');
  });

  it('differs from the webhook only in where its portals and their tokens come from', () => {
    const common = ({ objects }: typeof webhook) =>
      JSON.parse(
        JSON.stringify(objects.filter(({ kind }) => kind !== 'PersistentVolumeClaim')),
        (name, value: unknown) => {
          if (name === 'strategy') return undefined;
          if (!Array.isArray(value)) return value;
          return (value as readonly { readonly name?: string }[]).filter(
            (each) => each.name !== 'tokens' && !/^(BITRIX24|GATEWAY_TOKEN)_/.test(each.name ?? ''),
          );
        },
      ) as unknown;
    expect(common(application)).toEqual(common(webhook));
  });
});

describe('two replicas', () => {
  const set = replicas.objects.find(({ kind }) => kind === 'StatefulSet');
  const file = parse(readFileSync('deploy/compose-replicas.yaml', 'utf8')) as ReplicasFile;

  it('share a Redis that all of them reach with the same key', () => {
    for (const deployment of [composeReplicas, replicas])
      expect(readSettings(environmentAsRun(deployment, folder)).redis).toMatchObject({
        server: { kind: 'single', node: { host: 'redis', port: 6_379 } },
      });
    expect(file.services.gateway.deploy.replicas).toBe(2);
    expect(replicas.objects.find(({ kind }) => kind === 'Deployment')?.spec.replicas).toBe(2);
  });

  it('are two because they have it, and otherwise one', () => {
    for (const { objects, environment } of [webhook, replicas, application])
      expect(objects.find(({ kind }) => kind === 'Deployment')?.spec.replicas).toBe(
        'REDIS_URL_FILE' in environment ? 2 : 1,
      );
  });

  it('differ from one on Kubernetes only in that', () => {
    const common = ({ objects }: typeof webhook) =>
      JSON.parse(JSON.stringify(objects.slice(0, 3)), (name, value: unknown) => {
        if (['replicas', 'topologySpreadConstraints', 'items'].includes(name)) return undefined;
        if (!Array.isArray(value)) return value;
        return (value as readonly { readonly name?: string }[]).filter(
          (each) => !/^(REDIS_URL|GATEWAY_TOKEN_KEY)_FILE$/.test(each.name ?? ''),
        );
      }) as unknown;
    expect(common(replicas)).toEqual(common(webhook));
  });

  it.skipIf(findRedis() === undefined).each([
    ['Compose', () => file.services.redis.command.split(' ')],
    ['Kubernetes', () => set?.spec.template?.spec.containers[0].command ?? []],
  ])('have a Redis that forgets nothing, with %s', async (_name, commandOf) => {
    const [server, config, ...words] = commandOf();
    expect([server, config]).toEqual(['valkey-server', expect.stringMatching(/^\/run\/secrets\//)]);
    const [, folderOfData] = words.splice(words.indexOf('--dir'), 2);
    expect(folderOfData).toBe('/data');
    await using redis = await startRedis({ arguments: words });
    const settings = ['appendonly', 'maxmemory-policy', 'maxmemory'];
    const values = await Promise.all(settings.map((name) => redis.ask('CONFIG', 'GET', name)));
    expect(values.map((reply) => reply.trim().split('\r\n').at(-1))).toEqual([
      'yes',
      'noeviction',
      String(400 * 1024 * 1024),
    ]);
  });

  it('keep it on a volume, and let nobody else reach it', () => {
    expect(file.services.redis).toMatchObject({ volumes: ['redis:/data'], networks: ['redis'] });
    expect(file.services.redis).not.toHaveProperty('ports');
    expect(file.networks.redis).toEqual({ internal: true });
    expect(set?.spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name)).toEqual(['data']);
    const labels = set?.spec.template?.metadata.labels;
    const policy = replicas.objects.find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy?.spec.podSelector).toEqual({ matchLabels: labels });
    const gateway = replicas.objects.find(({ kind }) => kind === 'Deployment')?.spec.selector;
    expect(JSON.stringify(policy?.spec.ingress)).toContain(JSON.stringify(gateway));
  });
});

describe('the systemd unit', () => {
  it('starts a file of the package', () => {
    const [start = ''] = unit.values('ExecStart');
    const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };
    expect(start).toBe(`/usr/bin/node /opt/${name}/node_modules/${name}/dist/main.js`);
  });

  it.skipIf(!isInstalled('systemd-analyze', 'Install the package systemd.'))(
    'is valid, and exposes little of the machine',
    async () => {
      // Only with a Node of this machine, because the unit's need not be here.
      const copy = join(folder, 'unit', basename(UNIT));
      await mkdir(dirname(copy));
      const text = await readFile(UNIT, 'utf8');
      await writeFile(copy, text.replace('/usr/bin/node', process.execPath));
      const run = promisify(execFile);
      expect(await run('systemd-analyze', ['verify', copy])).toEqual({ stdout: '', stderr: '' });
      await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', copy]);
    },
  );
});
