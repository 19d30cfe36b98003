import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Weights by hashed n-gram as the product ships them, in an open hash table. Emits the kinds of features that need no
 * morphemes and no pairs of words: n-grams of the joined text, n-grams with a space, words. The file: five doubles (bias,
 * mean, floor, a, b), then keys (32 bits) and weights (float) in turn, little-endian.
 */
final class HashedWeights {
  private static final int KEY_BITS = 27;
  private static final int LONGEST = 6;
  private static final int JOINED = 1;
  private static final int EDGE = 2;
  private static final int WORD = 3;
  private static final int MOST_CODES = 512;

  private final double bias;
  private final double mean;
  private final double floor;
  private final double a;
  private final double b;
  private final int[] keys;
  private final float[] weights;
  private final int mask;

  private HashedWeights(ByteBuffer file) {
    bias = file.getDouble();
    mean = file.getDouble();
    floor = file.getDouble();
    a = file.getDouble();
    b = file.getDouble();
    int count = file.remaining() / 8;
    mask = Integer.highestOneBit(count * 2) * 2 - 1;
    keys = new int[mask + 1];
    weights = new float[mask + 1];
    Arrays.fill(keys, -1);
    for (int i = 0; i < count; i++) {
      int key = file.getInt();
      int slot = slotOf(key);
      keys[slot] = key;
      weights[slot] = file.getFloat();
    }
  }

  static HashedWeights read(Path file) throws IOException {
    return new HashedWeights(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Probability of positive. */
  double positive(String text) {
    int[] codes = normalise(text);
    Sum sum = new Sum();
    int[] joined = Arrays.stream(codes).filter(code -> code != ' ').toArray();
    for (int i = 0; i < joined.length; i++) {
      int hash = 0;
      for (int j = i; j < Math.min(joined.length, i + LONGEST); j++) {
        hash = step(hash, joined[j]);
        sum.add(keyOf(hash, JOINED));
      }
    }
    for (int i = 0; i < codes.length; i++) {
      int hash = 0;
      boolean spaced = false;
      for (int j = i; j < Math.min(codes.length, i + LONGEST); j++) {
        hash = step(hash, codes[j]);
        spaced |= codes[j] == ' ';
        if (spaced && j > i) sum.add(keyOf(hash, EDGE));
      }
    }
    int word = 0;
    for (int code : codes) {
      if (code != ' ') word = step(word, code);
      else if (word != 0) {
        sum.add(keyOf(word, WORD));
        word = 0;
      }
    }
    double scale = Math.pow((sum.seen.size() + 1) / mean, -0.35);
    return floor + (1 - 2 * floor) / (1 + Math.exp(-(a * (bias + scale * sum.total) + b)));
  }

  /** Each feature counts once. */
  private final class Sum {
    final Set<Integer> seen = new HashSet<>();
    double total;

    void add(int key) {
      if (!seen.add(key)) return;
      int slot = slotOf(key);
      if (keys[slot] == key) total += weights[slot];
    }
  }

  private int slotOf(int key) {
    int slot = key * 0x9e3779b1 >>> 7 & mask;
    while (keys[slot] != -1 && keys[slot] != key) slot = slot + 1 & mask;
    return slot;
  }

  /** Lower-case, white space collapsed, runs of one character cut to two, a space at both ends. */
  private static int[] normalise(String text) {
    int[] out = new int[Math.min(MOST_CODES, text.length()) + 2];
    int length = 0;
    out[length++] = ' ';
    for (int code : text.codePoints().limit(MOST_CODES).toArray()) {
      if (Character.isWhitespace(code)) code = ' ';
      else if (code >= 'A' && code <= 'Z') code += 32;
      int last = out[length - 1];
      if (code == ' ' && last == ' ') continue;
      if (code == last && length > 1 && out[length - 2] == code) continue;
      out[length++] = code;
    }
    if (out[length - 1] != ' ') out[length++] = ' ';
    return Arrays.copyOf(out, length);
  }

  private static int step(int hash, int code) {
    return (hash ^ hash >>> 15) * 0x9e3779b1 + code;
  }

  private static int keyOf(int hash, int kind) {
    int h = hash ^ (kind + 1) * 0x7feb352d;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return (h ^ h >>> 16) >>> 32 - KEY_BITS;
  }
}
