import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/read-settings.ts';
import { startGateway } from '../support/gateway.ts';

describe('a connection from a load balancer', () => {
  it('may be idle for longer than the usual balancer lets it', async () => {
    await using gateway = await startGateway();
    const { headers } = await gateway.query('{ __typename }');
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });

  it('may be idle for as long as the settings say', async () => {
    await using gateway = await startGateway({ environment: { GATEWAY_KEEP_ALIVE_MS: '610000' } });
    const { headers } = await gateway.query('{ __typename }');
    expect(headers.get('keep-alive')).toBe('timeout=610');
  });

  it('may be opened in advance if the time for the headers allows that', async () => {
    await using gateway = await startGateway({ environment: { GATEWAY_HEADERS_TIMEOUT_MS: '600000' } });
    expect((await gateway.query('{ __typename }')).data).toEqual({ __typename: 'Query' });
    expect(readSettings({ GATEWAY_HEADERS_TIMEOUT_MS: '600000' }).headersMs).toBe(600_000);
  });
});
