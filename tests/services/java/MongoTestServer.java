import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A server that speaks MongoDB's protocol, for tests: {@code MongoTestServer HOST PORT [FILE]}. What it has acknowledged
 * is in the file and survives the death of the process; without a file everything is in memory alone.
 */
public final class MongoTestServer {
  /** After these the file is written before the answer goes out: the store by itself is up to a second behind. */
  private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

  /** Of pages as they are in use: else every look at a document that is not a recent one makes a page anew. */
  private static final int CACHE_MB = 256;

  public static void main(String[] args) {
    AbstractMongoBackend backend = args.length > 2 ? durable(args[2]) : new MemoryBackend();
    // The driver refuses the version that the server tells of itself.
    backend.version(
        new MongoVersion() {
          @Override
          public List<Integer> getVersionArray() {
            return List.of(7, 0, 0);
          }

          @Override
          public int getWireVersion() {
            return 21;
          }
        });
    MongoServer server = new MongoServer(backend);
    server.bind(args[0], Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
  }

  private static AbstractMongoBackend durable(String file) {
    MVStore store = new MVStore.Builder().fileName(file).cacheSize(CACHE_MB).open();
    return new H2Backend(store) {
      @Override
      public Document handleMessage(MongoMessage message) {
        Document answer = super.handleMessage(message);
        if (WRITES.contains(message.getDocument().keySet().iterator().next())) commit();
        return answer;
      }
    };
  }
}
