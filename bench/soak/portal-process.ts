import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PortalCall, PortalLine } from './history.ts';
import type { PortalReport, PortalRequest, PortalSetup } from './portal-messages.ts';

/** The emulator in a process of its own. */
export interface PortalProcess extends AsyncDisposable {
  readonly webhookUrl: string;
  /** Where applications get their tokens. */
  readonly oauthServer: string;
  /** A line that calls can be made from. */
  readonly lineId: string;
  slowDown(factor: number): void;
  strike(share: number): void;
  /** Installs the gateways' application, and returns the event that reports it. */
  install(): Promise<URLSearchParams>;
  /** The access tokens that were issued so far expire. */
  expireTokens(): void;
  /** Everything that it has received, and its lines. */
  record(): Promise<{ readonly calls: readonly PortalCall[]; readonly lines: readonly PortalLine[] }>;
}

export interface PortalProcessOptions {
  readonly setup: PortalSetup;
  /** Where it leaves its record. */
  readonly folder: string;
}

export async function startPortalProcess({ setup, folder }: PortalProcessOptions): Promise<PortalProcess> {
  const child = fork(fileURLToPath(new URL('portal.js', import.meta.url)), [JSON.stringify(setup)]);
  const next = async <Kind extends PortalReport['kind']>(kind: Kind) => {
    for (;;) {
      const [message] = (await once(child, 'message')) as [PortalReport];
      if (message.kind === kind) return message as PortalReport & { kind: Kind };
    }
  };
  const ask = (request: PortalRequest) => child.send(request);
  const { webhookUrl, oauthServer, lineId } = await next('started');
  return {
    webhookUrl,
    oauthServer,
    lineId,
    slowDown: (factor) => void ask({ kind: 'slowness', factor }),
    strike: (share) => void ask({ kind: 'faults', share }),
    async install() {
      const installed = next('installed');
      ask({ kind: 'install' });
      return new URLSearchParams((await installed).event);
    },
    expireTokens: () => void ask({ kind: 'expire' }),
    async record() {
      const [callsFile, linesFile] = [join(folder, 'calls.jsonl'), join(folder, 'lines.json')];
      const saved = next('saved');
      ask({ kind: 'save', callsFile, linesFile });
      await saved;
      const calls = (await readFile(callsFile, 'utf8')).split('\n').filter((line) => line !== '');
      return {
        calls: calls.map((line) => JSON.parse(line) as PortalCall),
        lines: JSON.parse(await readFile(linesFile, 'utf8')) as readonly PortalLine[],
      };
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
