/** What stands for itself where it is not followed by two hexadecimal digits. Source: URL Standard, "percent-decode". */
const LONE_PERCENT = /%(?![\da-f]{2})/gi;

/** Whether the bytes that a text encodes are UTF-8. A lenient decoder replaces those that are not by U+FFFD. */
export function encodesUtf8(text: string): boolean {
  try {
    decodeURIComponent(text.replaceAll(LONE_PERCENT, '%25'));
    return true;
  } catch {
    return false;
  }
}
