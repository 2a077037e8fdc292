import { describe, expect, it } from 'vitest';
import { isProxied } from '../../src/config/proxy.ts';
import { readSettings, SettingsError } from '../../src/config/read-settings.ts';

const settings = (environment: Record<string, string>) => readSettings(environment).proxy;

describe('HTTPS_PROXY', () => {
  it.each([
    'http://proxy.test:3128',
    'https://user:p%40ss@proxy.test',
    'proxy.test:3128',
    'http://[::1]:3128/',
  ])('takes %s', (HTTPS_PROXY) => {
    expect(settings({ HTTPS_PROXY })?.url.reveal()).toContain(HTTPS_PROXY.replace(/\/$/, ''));
  });

  it.each([
    'socks5://proxy.test',
    'http://proxy.test/path',
    'http://user:sentinel%@proxy.test',
    '://',
    'http://',
  ])('refuses %s without quoting it', (HTTPS_PROXY) => {
    expect(() => settings({ HTTPS_PROXY })).toThrow(
      new SettingsError([
        'HTTPS_PROXY must be the URL of an HTTP proxy, such as http://proxy.example.com:3128.',
      ]),
    );
  });

  it('prefers the names in lower case, as other programs do', () => {
    const proxy = settings({
      HTTPS_PROXY: 'http://one.test',
      https_proxy: 'http://two.test',
      no_proxy: 'A, b',
    });
    expect(proxy?.url.reveal()).toBe('http://two.test/');
    expect(proxy?.exceptions).toEqual(['a', 'b']);
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['', 'https://portal.test', true],
    ['*', 'https://portal.test', false],
    ['portal.test', 'https://portal.test', false],
    ['portal.test', 'https://crm.portal.test', false],
    ['.portal.test', 'https://crm.portal.test', false],
    ['*.portal.test', 'https://crm.portal.test', false],
    ['portal.test', 'https://otherportal.test', true],
    ['portal.test:8443', 'https://portal.test:8443', false],
    ['portal.test:8443', 'https://portal.test', true],
    ['portal.test:443', 'https://portal.test', false],
    ['10.1.2.3', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://10.1.2.3', false],
    ['10.0.0.0/8', 'https://11.1.2.3', true],
    ['10.0.0.0/8', 'https://portal.test', true],
    ['fd00::/8', 'https://[fd00::1]', false],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443', false],
    ['fd00::1', 'https://[fd00:0::1]', false],
    ['a.test b.test,,c.test', 'https://c.test', false],
    ['10.0.0.0/99,%,[', 'https://portal.test', true],
    ['', 'https://localhost', false],
    ['', 'https://127.0.0.1:8443', false],
    ['', 'http://127.0.0.1', false],
  ])('%j: whether %s is called through the proxy is %j', (NO_PROXY, url, proxied) => {
    const proxy = settings({ HTTPS_PROXY: 'http://proxy.test', NO_PROXY });
    expect(proxy && isProxied(proxy, new URL(url))).toBe(proxied);
  });
});
