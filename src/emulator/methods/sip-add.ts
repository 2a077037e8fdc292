import { RestError } from '../rest/error.ts';
import type { SipLine } from '../store/sip-line.ts';
import { requireRight } from './access.ts';
import type { Method, MethodCall, MethodContext, MethodResult } from './method.ts';
import { readSipLineFields, storedTitle } from './sip-line-fields.ts';
import type { SipLineFields } from './sip-line-fields.ts';
import { addedLineToWire } from './sip-line-wire.ts';

/**
 * `voximplant.sip.add` checks the right, then the fields, then the limit of cloud lines, then the title. It checks at
 * the start and inserts the line at the end, so two calls with the same title that run at the same time both succeed.
 */
export const sipAdd: Method = {
  name: 'voximplant.sip.add',
  scope: 'telephony',
  seconds: 1,
  begin: (call, context) => {
    requireRight(call.caller, 'canManageLines');
    const type = (call.params.text('TYPE') ?? 'cloud').toLowerCase();
    const fields = readSipLineFields(call.params, type, 'add', context.texts);
    const { cloudLimit } = context.settings;
    if (type === 'cloud' && context.store.cloudLines() >= cloudLimit) {
      throw new RestError(400, 'MAX_CLOUD_PBX', context.texts.cloudLimit(cloudLimit));
    }
    if (fields.title !== undefined && fields.title !== '' && context.store.titleTaken(fields.title)) {
      throw new RestError(400, 'TITLE_EXISTS', context.texts.titleExists);
    }
    return () => insert(type === 'office' ? 'office' : 'cloud', fields, call, context);
  },
};

function insert(
  type: SipLine['type'],
  fields: SipLineFields,
  call: MethodCall,
  context: MethodContext,
): MethodResult {
  const regId = type === 'cloud' ? context.carrier.register(context.now()) : null;
  const line = context.store.addLine(({ id, configId }) => ({
    id,
    configId,
    applicationId: call.caller.applicationId,
    type,
    title: storedTitle(fields.title ?? '', context.settings),
    server: fields.server ?? '',
    login: fields.login ?? '',
    password: fields.password ?? null,
    regId,
    ...(type === 'office' ? incomingAccess(configId, context) : NO_INCOMING),
    authUser: null,
    outboundProxy: null,
    detectLineNumber: 'N',
    lineDetectHeaderOrder: 'diversion;to',
    registrationStatusCode: null,
    registrationErrorMessage: null,
  }));
  const result = addedLineToWire(line);
  // Requesting the incoming account from the carrier counts as an update of the line, which resets its status.
  if (type === 'office') context.store.updateLine(line.configId, { registrationStatusCode: 0 });
  return { result };
}

const NO_INCOMING = { incomingServer: null, incomingLogin: null, incomingPassword: null } as const;

/** The account at the carrier to which an office PBX passes its calls. */
function incomingAccess(configId: number, context: MethodContext) {
  const digit = (): string => Math.floor(context.random() * 16).toString(16);
  return {
    incomingServer: 'ip.b24-6058-1587535982.bitrixphone.com',
    incomingLogin: `sip${configId}`,
    incomingPassword: Array.from({ length: 32 }, digit).join(''),
  };
}
