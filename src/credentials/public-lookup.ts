import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** Addresses that no portal on the internet can have. Source: RFC 6890, the special-purpose registries. */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
const PRIVATE_V6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/**
 * A DNS lookup that never returns an address inside this network. The host that a caller names could resolve to anything;
 * the address that is checked here is the one that is then connected to, so a second answer cannot replace it.
 */
export function publicLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  const privates = new BlockList();
  for (const [subnets, family] of [
    [PRIVATE_V4, 'ipv4'],
    [PRIVATE_V6, 'ipv6'],
  ] as const) {
    for (const subnet of subnets) {
      const [address = '', prefix] = subnet.split('/');
      privates.addSubnet(address, Number(prefix), family);
    }
  }
  const isPrivate = ({ address, family }: LookupAddress) =>
    privates.check(address, family === 6 ? 'ipv6' : 'ipv4');

  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, []);
        return;
      }
      const addresses = Array.isArray(found) ? found : [];
      if (addresses.length === 0 || addresses.some(isPrivate)) {
        callback(Object.assign(new Error('no public address'), { code: 'ENOTFOUND' }), []);
        return;
      }
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}
