/** Dates as the portal writes them. Every function takes milliseconds since the epoch. */

/** ISO 8601 with the offset of the portal's time zone, to the second: `2026-03-16T12:42:08+03:00`. */
export function isoDate(ms: number, utcOffsetMinutes: number): string {
  const sign = utcOffsetMinutes < 0 ? '-' : '+';
  const offset = Math.abs(utcOffsetMinutes);
  return `${localSeconds(ms, utcOffsetMinutes).replace(' ', 'T')}${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
}

/** `2026-03-16 12:42:08`, in UTC but without an offset, as the carrier writes it. */
export function carrierDate(ms: number): string {
  return localSeconds(ms, 0);
}

function localSeconds(ms: number, utcOffsetMinutes: number): string {
  return new Date(ms + utcOffsetMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
