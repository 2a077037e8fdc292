import { translateError } from '../graphql/errors/translate.ts';

/** What went wrong, by our code and by the portal's: neither texts of the portal nor values. */
export function explain(error: unknown): string {
  const { message, extensions } = translateError(error);
  const { error: code, status } = ('bitrix24' in extensions && extensions.bitrix24) || {};
  const details = [
    extensions.code,
    ...(typeof code === 'string' ? [`error ${JSON.stringify(code)}`] : []),
    ...(typeof status === 'number' ? [`HTTP ${status}`] : []),
  ];
  return `${message} (${details.join(', ')})`;
}
