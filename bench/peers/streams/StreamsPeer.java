import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * What a Java team would build on Kafka Streams: {@code StreamsPeer BROKERS WEIGHTS STATE_FOLDER}. Scores the JSON
 * messages of {@code peer.messages} with hashed n-gram weights, writes each score to {@code peer.streams.scored} and the
 * counts of each broadcast and minute to {@code peer.streams.windows}, changed ones once a second. At least once, state
 * in memory with a changelog.
 */
public final class StreamsPeer {
  private static final String STORE = "windows";
  private static final long MINUTE = 60_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws IOException {
    HashedWeights weights = HashedWeights.read(Path.of(args[1]));
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.String()));
    var scored =
        builder
            .<String, byte[]>stream("peer.messages")
            .mapValues(value -> score(weights, value));
    scored.mapValues(message -> bytes(JSON.createObjectNode().put("id", message.get("id").asText())
            .put("positive", message.get("positive").asDouble())))
        .to("peer.streams.scored");
    scored.processValues(Counting::new, STORE).to("peer.streams.windows");

    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "peer.streams");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, args[2]);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 250);
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    settings.put(StreamsConfig.producerPrefix("acks"), "all");
    settings.put(StreamsConfig.producerPrefix("linger.ms"), 5);
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.setStateListener(
        (state, before) -> {
          if (state == KafkaStreams.State.RUNNING) System.out.println("ready");
        });
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  private static ObjectNode score(HashedWeights weights, byte[] value) {
    try {
      ObjectNode message = (ObjectNode) JSON.readTree(value);
      return message.put("positive", weights.positive(message.get("text").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts by broadcast and minute; what changed goes out once a second. */
  private static final class Counting implements FixedKeyProcessor<String, ObjectNode, byte[]> {
    private final Map<String, FixedKeyRecord<String, ObjectNode>> changed = new HashMap<>();
    private FixedKeyProcessorContext<String, byte[]> context;
    private KeyValueStore<String, String> counts;

    @Override
    public void init(FixedKeyProcessorContext<String, byte[]> context) {
      this.context = context;
      counts = context.getStateStore(STORE);
      context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> publish());
    }

    @Override
    public void process(FixedKeyRecord<String, ObjectNode> record) {
      ObjectNode message = record.value();
      long start = message.get("time").asLong() / MINUTE * MINUTE;
      String window = start + "\n" + message.get("broadcast").asText();
      String known = counts.get(window);
      int comma = known == null ? -1 : known.indexOf(',');
      long messages = comma < 0 ? 0 : Long.parseLong(known, 0, comma, 10);
      long positive = comma < 0 ? 0 : Long.parseLong(known, comma + 1, known.length(), 10);
      if (message.get("positive").asDouble() >= 0.5) positive++;
      counts.put(window, (messages + 1) + "," + positive);
      changed.put(window, record);
    }

    private void publish() {
      changed.forEach(
          (window, record) -> {
            int line = window.indexOf('\n');
            String[] pair = counts.get(window).split(",");
            context.forward(
                record.withValue(
                    bytes(
                        JSON.createObjectNode()
                            .put("broadcast", window.substring(line + 1))
                            .put("start", Long.parseLong(window, 0, line, 10))
                            .put("messages", Long.parseLong(pair[0]))
                            .put("positive", Long.parseLong(pair[1])))));
          });
      changed.clear();
    }
  }
}
