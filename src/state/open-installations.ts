import type { ApplicationSource } from '../config/config.ts';
import type { InstallationStore } from './installations.ts';
import type { SharedRedis } from './redis/open-redis.ts';

/**
 * Opens the stored installations of an application: in Redis if the replicas share one, otherwise in a file.
 *
 * @throws StoreError if tokens cannot be stored in the file
 */
export async function openInstallations(
  { tokenFile, tokenKey }: ApplicationSource,
  shared: SharedRedis | undefined,
): Promise<InstallationStore> {
  if (shared) {
    const { openInstallationsInRedis } = await import('./redis/installations-in-redis.ts');
    return openInstallationsInRedis(shared, tokenKey);
  }
  const { openInstallationFile } = await import('./installation-file.ts');
  return openInstallationFile(tokenFile, tokenKey);
}
