import { ESLint } from 'eslint';

/**
 * What one rule of the lint says of a text that would be in a file of the project. The others are left out, and with
 * them the types of the whole project, which only they need.
 */
export async function lintMessages(ruleId: string, file: string, text: string): Promise<string[]> {
  const eslint = new ESLint({
    ruleFilter: (rule) => rule.ruleId === ruleId,
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? []).map(({ message }) => message);
}
