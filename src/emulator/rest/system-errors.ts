import { RestError } from './error.ts';

/**
 * Errors that any method may return, with the statuses and texts of the vendor's list of system errors, both as it was
 * and as it is since August 2026. They are in English whatever the portal's language is.
 */
export const systemErrors = {
  internal: () => new RestError(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'),
  queryLimit: () => new RestError(503, 'QUERY_LIMIT_EXCEEDED', 'Too many requests'),
  overload: () =>
    new RestError({ older: 503, newer: 401 }, 'OVERLOAD_LIMIT', 'REST API is blocked due to overload'),
  operationTime: () =>
    new RestError(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.'),
  batchMethod: () =>
    new RestError(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage'),
  batchLength: () => new RestError(400, 'ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded'),
  noAuth: () => new RestError(401, 'NO_AUTH_FOUND', 'Wrong authorization data'),
  expiredToken: () => new RestError(401, 'expired_token', 'The access token provided has expired.'),
  invalidToken: () => new RestError(401, 'invalid_token', 'Unable to get application by token'),
  /** The newest portals say so of a webhook that does not exist, older ones `noAuth`. */
  unknownWebhook: () => new RestError(401, 'INVALID_CREDENTIALS', 'Invalid request credentials'),
  /** The newest portals say so of a user who is blocked or dismissed, older ones `invalidCredentials`. */
  unauthorizedUser: () => new RestError(401, 'authorization_error', 'Unable to authorize user'),
  applicationNotFound: () => new RestError(401, 'APPLICATION_NOT_FOUND', 'Application not found'),
  /** The portal itself could not reach the vendor's authorization server. */
  noConnection: () => new RestError(401, 'CONNECTION_ERROR', 'Error connecting to authorization server'),
  noFeature: () =>
    new RestError(
      403,
      'FEATURE_NOT_AVAILABLE_ON_CURRENT_PLAN',
      'This feature is not available on the current plan',
    ),
  blockedLicense: () =>
    new RestError(403, 'PORTAL_BLOCKED_BY_LICENSE_SCANNER', 'Portal is blocked by the license scanner'),
  httpsRequired: () => new RestError({ older: 400, newer: 401 }, 'INVALID_REQUEST', 'Https required.'),
  invalidCredentials: () => new RestError(403, 'INVALID_CREDENTIALS', 'Invalid request credentials'),
  insufficientScope: () =>
    new RestError(
      { older: 403, newer: 401 },
      'insufficient_scope',
      'The request requires higher privileges than provided by the webhook token',
    ),
  userAccess: () =>
    new RestError(
      { older: 403, newer: 401 },
      'user_access_error',
      'The user does not have access to the application.',
    ),
  noRestPlan: () =>
    new RestError(
      { older: 403, newer: 401 },
      'ACCESS_DENIED',
      'REST API is available only on commercial plans',
    ),
  accessDenied: (detail = '') =>
    new RestError(403, 'ACCESS_DENIED', detail === '' ? 'Access denied!' : `Access denied! ${detail}`),
  methodNotFound: () => new RestError(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!'),
  portalDeleted: () => new RestError({ older: 500, newer: 403 }, 'PORTAL_DELETED', 'Portal was deleted'),
  confirmWaiting: () => new RestError(401, 'METHOD_CONFIRM_WAITING', 'Waiting for confirmation'),
  confirmDenied: () => new RestError(403, 'METHOD_CONFIRM_DENIED', 'Method call denied'),
  core: (description: string) => new RestError(400, 'ERROR_CORE', description),
} as const;
