import type { CommonExtensions, DetailsByCode, TelephonyErrorCode } from '../client/error-details.ts';

/** What a front end does about an error with each code. */
export const REMEDIES: Readonly<Record<TelephonyErrorCode, string>> = {
  MAX_CLOUD_PBX:
    'Say that the portal is full, and offer to delete a cloud line or to add an office line (`PbxType.OFFICE`) instead.',
  TITLE_EXISTS:
    "Show the message at the title's field, and link to the line with `existingConfigId`: the user may want to change that one.",
  BAD_USER_INPUT:
    'Show each of `problems` at the field that its `argument` leads to. Send the corrected values.',
  NOT_FOUND:
    'Remove the object from your cache and read the list again. It may have been deleted in the meantime.',
  FORBIDDEN:
    'Do not send it again. If there are `requiredScopes`, the operator can give your key or token the scopes of one of these lists. Otherwise, an administrator of the portal has to grant what `bitrix24` names.',
  UNAUTHENTICATED:
    'Get a new key or token, usually by asking the user to log in again, and send the operation again.',
  AUTHENTICATION_UNAVAILABLE:
    'Wait `retryAfterMs` milliseconds, and send the operation again with the same token.',
  PORTAL_CREDENTIAL_REJECTED:
    'Tell the user that the connection to the portal has to be renewed. With `portalState`, an administrator of the portal does so by installing the application again; otherwise the operator does.',
  PAYMENT_REQUIRED:
    "Tell the user that the portal's plan has to be changed or paid for. Do not send it again until then.",
  CONFIRMATION_REQUIRED:
    'Ask an administrator of the portal to confirm what the portal has asked them, and offer to send the operation again.',
  CONFIRMATION_DENIED: 'Do not send it again. Only an administrator of the portal can change the decision.',
  OPERATION_TOO_COSTLY:
    'Request fewer entries (`first`) or fewer fields with a cost of their own, or split the operation into several.',
  RATE_LIMITED:
    'Wait `retryAfterMs` milliseconds, such as with a countdown, and send the same operation again. If `argument` is `["idempotencyKey"]`, the key could not be used at the moment, such as while another operation with it is being executed: keep the key.',
  PORTAL_UNAVAILABLE:
    'Offer to send the operation again, after `retryAfterMs` milliseconds if the error has it. If you do so automatically, wait longer each time.',
  OUTCOME_UNKNOWN:
    'If `retryable` is true, send the same operation with the same idempotency key again. Otherwise wait `checkAfterMs` milliseconds and look for the change, such as by `sipLines` filtered by title, before you let the user send it again.',
  UPSTREAM_ERROR:
    'Show the message, and give `requestId` to the operator. Do not send it again automatically.',
  IDEMPOTENCY_CONFLICT:
    'Choose a new key whenever the arguments change, and keep a key only to repeat the same.',
  SHUTTING_DOWN:
    'If `retryable` is true, send the operation again: another replica, or the restarted gateway, executes it. Otherwise earlier fields of the operation were executed: send only those that were not.',
  INTERNAL_SERVER_ERROR:
    'Show the message, and give `requestId` to the operator. Do not send it again automatically.',
};

type KeyOf<Details> = Details extends unknown ? keyof Details : never;

/** What the keys of `extensions` mean. */
export const KEY_MEANINGS: Readonly<
  Record<keyof CommonExtensions | KeyOf<DetailsByCode[TelephonyErrorCode]>, string>
> = {
  retryable:
    'True: you can send the same operation again, unchanged, without creating duplicates. False: do not send it again automatically, even if the code is usually retryable.',
  requestId: 'Identifies the request in the log of the gateway. Also in the header `X-Request-Id`.',
  applied:
    'True: the change was made, but could not be read back. False: the portal confirmed it, but did not make it.',
  argument: 'The path, in the arguments of the field, to what is at fault, such as `["input", "title"]`.',
  problems: 'Every problem that was found, as `{argument, message}`.',
  existingConfigId: 'The `SipLine.configId` of the line that has the title, if the gateway sees that line.',
  retryAfterMs: 'How many milliseconds to wait before you send the operation again.',
  checkAfterMs: 'How many milliseconds to wait before you check whether the change was made; 0: check now.',
  cost: 'What the operation would have cost, if it was refused before it was executed.',
  limit: 'The highest cost that is allowed, or the bound.',
  bound: 'What the operation exceeded while it was being executed, such as `commands` or `memory`.',
  portalState: '`REINSTALL_NEEDED`: an administrator of the portal must install the application again.',
  requiredScopes:
    'The gateway scopes that the key or token lacks: all of any one of these lists are sufficient.',
  bitrix24: "`method`, `error`, `description` and `status`: the portal's own error. For logs, not for users.",
};
