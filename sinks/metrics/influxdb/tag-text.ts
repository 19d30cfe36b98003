/**
 * Tags as InfluxDB can keep them: its line protocol has no way to write an empty value, a line break, or a backslash at
 * the end. These few, and `%` itself, are written as `%` and two hexadecimal digits; an empty value is a lone `%`.
 */
export function encodeTag(value: string): string {
  if (value === '') return '%';
  return value.replace(
    /[%\\\n\r]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

export function decodeTag(stored: string): string {
  if (stored === '%') return '';
  return stored.replace(/%([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}
