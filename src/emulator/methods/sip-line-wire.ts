import type { WireObject } from '../php/json.ts';
import type { SipLine } from '../store/sip-line.ts';

/** The line as `sip.add` returns it: with ID, and with REG_ID as a number. */
export function addedLineToWire(line: SipLine): WireObject {
  const settings = settingsToWire(line);
  const ids = { ID: String(line.id), TYPE: line.type, CONFIG_ID: String(line.configId) };
  if (line.type === 'office') return { ...ids, ...settings, TITLE: line.title };
  const registration = line.regId === null ? {} : { REG_ID: line.regId };
  return { ...ids, ...registration, TITLE: line.title, ...settings };
}

/** The line as `sip.get` returns it: without ID, and with every number as a text. */
export function listedLineToWire(line: SipLine): WireObject {
  const registration = line.type === 'cloud' && line.regId !== null ? { REG_ID: String(line.regId) } : {};
  return {
    TYPE: line.type,
    CONFIG_ID: String(line.configId),
    ...registration,
    ...settingsToWire(line),
    TITLE: line.title,
  };
}

function settingsToWire(line: SipLine): WireObject {
  return {
    SERVER: line.server,
    LOGIN: line.login,
    PASSWORD: line.password,
    ...(line.type === 'office'
      ? {
          INCOMING_SERVER: line.incomingServer,
          INCOMING_LOGIN: line.incomingLogin,
          INCOMING_PASSWORD: line.incomingPassword,
        }
      : {}),
    AUTH_USER: line.authUser,
    OUTBOUND_PROXY: line.outboundProxy,
    DETECT_LINE_NUMBER: line.detectLineNumber,
    LINE_DETECT_HEADER_ORDER: line.lineDetectHeaderOrder,
    REGISTRATION_STATUS_CODE:
      line.registrationStatusCode === null ? null : String(line.registrationStatusCode),
    REGISTRATION_ERROR_MESSAGE: line.registrationErrorMessage,
  };
}
