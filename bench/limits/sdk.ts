import { Agent } from 'node:https';
import { ApiVersion, B24Hook, ParamsFactory } from '@bitrix24/b24jssdk';
import type { Command } from '../../src/bitrix24/protocol/command.ts';
import type { SecurePortal } from './secure-portal.ts';

/** The ways in which the vendor's SDK sends many commands. */
export type SdkWay = 'SDK, call each' | 'SDK, batchByChunk';

/** Runs commands with the vendor's SDK as its documentation shows it, with the settings it has by itself. */
export async function runWithSdk(
  way: SdkWay,
  { emulator, certificate }: SecurePortal,
  commands: readonly Command[],
): Promise<void> {
  const restrictionParams =
    way === 'SDK, call each' ? ParamsFactory.getDefault() : ParamsFactory.getBatchProcessing();
  const hook = B24Hook.fromWebhookUrl(emulator.webhookUrl, { restrictionParams });
  const { ajaxClient } = hook.getHttpClient(ApiVersion.v2);
  ajaxClient.defaults.httpsAgent = new Agent({ ca: certificate, keepAlive: true });
  ajaxClient.defaults.proxy = false;
  const calls = commands.map(({ method, params }) => ({ method: method.name, params: { ...params } }));
  const answers =
    way === 'SDK, call each'
      ? await Promise.all(calls.map((call) => hook.actions.v2.call.make(call)))
      : [await hook.actions.v2.batchByChunk.make({ calls, options: { isHaltOnError: false } })];
  const failed = answers.find(({ isSuccess }) => !isSuccess);
  if (failed) throw new Error(`The SDK failed: ${failed.getErrorMessages().join('; ')}`);
}
