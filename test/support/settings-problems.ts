import { readSettings, SettingsError } from '../../src/config/read-settings.ts';

/** What is wrong with settings; empty if the gateway would start with them. */
export function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}
