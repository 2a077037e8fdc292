import { ESLint } from 'eslint';

const eslint = new ESLint();

/** What one rule of the lint says of a text that would be in a file of the project. */
export async function lintMessages(ruleId: string, file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return (result?.messages ?? []).filter((each) => each.ruleId === ruleId).map(({ message }) => message);
}
