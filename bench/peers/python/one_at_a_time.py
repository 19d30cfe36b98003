"""CountVectorizer (character 1-5-grams) and MultinomialNB, one message at a time on one core.

    one_at_a_time.py LABELLED.tsv.gz ROWS < messages, one JSON string a line

Prints the rate in messages per second of processor time.
"""

import csv
import gzip
import json
import os
import sys
import time
from itertools import islice

os.environ["OMP_NUM_THREADS"] = "1"

from sklearn.feature_extraction.text import CountVectorizer  # noqa: E402
from sklearn.naive_bayes import MultinomialNB  # noqa: E402


def main(path, rows):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        table = list(islice(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), int(rows)))
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(1, 5), min_df=2)
    counts = vectorizer.fit_transform([row["text"] for row in table])
    model = MultinomialNB().fit(counts, [int(row["label"]) for row in table])
    messages = [json.loads(line) for line in sys.stdin]
    started = time.process_time()
    for message in messages:
        model.predict_proba(vectorizer.transform([message]))
    print(len(messages) / (time.process_time() - started))


if __name__ == "__main__":
    main(*sys.argv[1:])
