"""What a Python team would build: Kafka in, morphemes by Kiwi, CountVectorizer and MultinomialNB, MongoDB and Kafka out.

    peer.py BROKERS MONGO_URL LABELLED.tsv.gz ROWS

Reads JSON messages {id, broadcast, author, text, time} of `peer.messages`, writes each with its score to
`peer.python.scored` and to MongoDB, and the counts of each broadcast and minute to `peer.python.windows`. Commits after
all of that is acknowledged. Everything is done in batches; morphemes are found on all cores.
"""

import csv
import gzip
import json
import signal
import sys
from itertools import islice

from confluent_kafka import Consumer, Producer
from kiwipiepy import Kiwi
from pymongo import MongoClient
from pymongo.errors import BulkWriteError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

BATCH = 500
MINUTE = 60_000
GROUP = "peer.python"
DUPLICATE_KEY = 11000

running = True


def stop(*_):
    global running
    running = False


def morphemes(kiwi, texts):
    return [[f"{t.form}/{t.tag}" for t in tokens] for tokens in kiwi.tokenize(texts)]


def train(kiwi, path, rows):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        table = list(islice(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), rows))
    vectorizer = CountVectorizer(analyzer=lambda tokens: tokens, min_df=2)
    counts = vectorizer.fit_transform(morphemes(kiwi, [row["text"] for row in table]))
    return vectorizer, MultinomialNB().fit(counts, [int(row["label"]) for row in table])


def store(archive, messages):
    documents = [{"_id": message.pop("id"), **message} for message in messages]
    try:
        archive.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        # A batch that comes again is there already.
        if any(one["code"] != DUPLICATE_KEY for one in error.details["writeErrors"]):
            raise


def main(brokers, mongo_url, labelled, rows):
    signal.signal(signal.SIGTERM, stop)
    kiwi = Kiwi(num_workers=-1)
    vectorizer, model = train(kiwi, labelled, int(rows))
    archive = MongoClient(mongo_url).get_default_database()["python_messages"]
    producer = Producer({"bootstrap.servers": brokers, "linger.ms": 5, "acks": "all"})
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": GROUP,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "fetch.wait.max.ms": 20,
        }
    )
    windows = {}
    consumer.subscribe(["peer.messages"], on_assign=lambda *_: print("ready", flush=True))
    while running:
        records = consumer.consume(BATCH, timeout=0.01)
        if not records:
            continue
        messages = [json.loads(record.value()) for record in records if record.error() is None]
        positive = model.predict_proba(vectorizer.transform(morphemes(kiwi, [m["text"] for m in messages])))[:, 1]
        changed = set()
        for message, p in zip(messages, positive.tolist()):
            message["positive"] = p
            window = (message["broadcast"], message["time"] // MINUTE * MINUTE)
            counts = windows.setdefault(window, {"messages": 0, "positive": 0})
            counts["messages"] += 1
            counts["positive"] += p >= 0.5
            changed.add(window)
            producer.produce("peer.python.scored", json.dumps({"id": message["id"], "positive": p}), message["broadcast"])
        for broadcast, start in changed:
            value = {"broadcast": broadcast, "start": start, **windows[broadcast, start]}
            producer.produce("peer.python.windows", json.dumps(value), broadcast)
        store(archive, messages)
        producer.flush()
        consumer.commit(asynchronous=False)
    consumer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
