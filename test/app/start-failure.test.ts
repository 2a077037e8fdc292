import { describe, expect, it } from 'vitest';
import { explainStartFailure } from '../../src/app/start-failure.ts';
import { SettingsError } from '../../src/config/read-settings.ts';

const ENVIRONMENT = {
  BITRIX24_WEBHOOK_URL: 'https://portal.example/rest/1/sentinelcode/',
  GATEWAY_TOKEN_KEY: 'f00d'.repeat(16),
};

describe('why the gateway cannot start', () => {
  it.each([
    new Error('cannot read https://portal.example/rest/1/sentinelcode/profile'),
    new Error('the code %73entinelcode is wrong'),
    new Error(`a key of ${'F00D'.repeat(16)}`),
    new SettingsError(['PORT must not be sentinelcode.']),
  ])('is said without secrets: %s', (error) => {
    const text = explainStartFailure(error, ENVIRONMENT);
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/sentinelcode|%73entinelcode|f00d/i);
  });

  it('is said without anything that a terminal obeys', () => {
    const text = explainStartFailure(new Error('\x1b]0;owned\x07 \u202e\x9b2J'), ENVIRONMENT);
    expect(text).toMatch(/^The gateway cannot start\.\nError: �]0;owned� ��2J\n {4}at /);
  });
});
