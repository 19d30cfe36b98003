/**
 * Which partition a key goes to: murmur2 of its UTF-8 bytes, sign bit cleared, modulo the number of partitions.
 * The same as Apache Kafka's default partitioner for keyed records (`Utils.murmur2`), so that a log can move between
 * adapters and every key keeps its partition.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
}

/** MurmurHash2, 32 bits, with Kafka's seed. Source: A. Appleby, MurmurHash2; Apache Kafka `Utils.murmur2`. */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995;
  const length = bytes.length;
  let hash = 0x9747b28c ^ length;
  const blocks = length >> 2;
  for (let block = 0; block < blocks; block += 1) {
    const at = block << 2;
    let k =
      byte(bytes, at) |
      (byte(bytes, at + 1) << 8) |
      (byte(bytes, at + 2) << 16) |
      (byte(bytes, at + 3) << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    hash = Math.imul(hash, m) ^ k;
  }
  const tail = length & ~3;
  const rest = length & 3;
  if (rest === 3) hash ^= byte(bytes, tail + 2) << 16;
  if (rest >= 2) hash ^= byte(bytes, tail + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ byte(bytes, tail), m);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return hash ^ (hash >>> 15);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
