import type { TestGateway } from './gateway.ts';

/** Names of the methods that the portal was asked for so far, without those inside a batch. */
export function sentMethods({ emulator }: TestGateway): string[] {
  return emulator.portal.journal
    .entries()
    .filter(({ transport }) => transport === 'single')
    .map(({ method }) => method);
}

/** Names of the methods that the portal ran so far, those inside a batch included. */
export function ranMethods({ emulator }: TestGateway): string[] {
  return emulator.portal.journal
    .entries()
    .map(({ method }) => method)
    .filter((method) => method !== 'batch');
}
