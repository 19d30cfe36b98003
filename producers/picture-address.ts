const LONGEST = 400;

/** The address of a picture that a platform sends along, as the id of an emote; undefined where it is none. */
export function pictureAddress(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= LONGEST && value.startsWith('https://')
    ? value
    : undefined;
}
