#!/usr/bin/env python3
"""Print how many texts are edited that another kind of program has garbled, and that should be left alone.

    tests/garbled.py SHARED COMMAND WORDNET

SHARED is the folder with the corpora and the facts; COMMAND is the filter; WORDNET is the folder with data.noun
and so on of WordNet. 400 texts of the corpora are spun with each table, with 0.6 and all of the words replaced:
random tables, pairs that were read on pages of SpinBot (SB) and of a health site (K), WordNet as a whole, and
tables with one fixed synonym of WordNet for each word.
"""

import lzma
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from calibration import scores

CORPORA = ["news", "encyclopedic", "government", "technology"]
TEXTS = 400
WORDS = (200, 400)
RATES = [0.6, 1.0]


def documents(path, wanted):
    """The first documents of a corpus, each cut at the end of a paragraph after a random number of words."""
    found, taken, count = [], [], 0
    limit = random.randint(*WORDS)
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in map(str.strip, lines):
            if not line:
                if count >= WORDS[0]:
                    found.append("\n\n".join(taken))
                if len(found) >= wanted:
                    break
                taken, count = [], 0
            elif count < limit:
                taken.append(line)
                count += len(line.split())
    return found


def synonyms(folder):
    """The other members of all synsets of each word in lower case."""
    found = defaultdict(set)
    for part in ["noun", "verb", "adj", "adv"]:
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
            words = [re.sub(r"\(.*\)", "", word).replace("_", " ") for word in words]
            words = [word for word in words if word.islower()]
            for word in words:
                found[word].update(other for other in words if other != word)
    return {word: sorted(others) for word, others in found.items() if len(word) > 2 and others}


def tables(shared, wordnet, texts):
    """Each table: its name, and the wordings that may stand for each phrase."""
    counts = Counter(word for text in texts for word in re.findall(r"[a-z]{3,}", text))
    common = [word for word, _ in counts.most_common(4000)]
    for number in range(3):
        words = random.sample(common, 1500)
        yield f"random {number}", dict(zip(words, ([word] for word in random.sample(words, len(words)))))
    pairs = [line.split("\t") for line in (shared / "facts" / "groups_observed.tsv").read_text().splitlines()]
    for variant in ["SB", "K"]:
        table = defaultdict(list)
        for _, spun, original in (pair for pair in pairs if pair[0] == variant):
            table[original].append(spun)
        yield variant, table
    every = synonyms(wordnet)
    yield "WordNet", every
    for number in range(2):
        words = random.sample([word for word in common if word in every], 1200)
        yield f"WordNet, fixed {number}", {word: [random.choice(every[word])] for word in words}


def spun(text, table, rate):
    """Replaces the longest phrases of the table, each with the probability `rate`."""
    longest = max(len(phrase.split()) for phrase in table)
    pieces = re.split(r"(\W+)", text)
    written, at = [], 0
    while at < len(pieces):
        for length in range(2 * longest - 1, 0, -2):
            phrase = "".join(pieces[at : at + length])
            if phrase.lower() in table:
                wording = random.choice(table[phrase.lower()]) if random.random() < rate else phrase
                written.append(wording[:1].upper() + wording[1:] if phrase[:1].isupper() else wording)
                break
        else:
            length = 1
            written.append(pieces[at])
        at += length
    return "".join(written)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    shared, command, wordnet = Path(sys.argv[1]), Path(sys.argv[2]).absolute(), Path(sys.argv[3])
    random.seed(1)
    each = TEXTS // len(CORPORA)
    texts = [
        text
        for name in CORPORA
        for text in random.sample(documents(shared / "corpus" / f"{name}.txt.xz", 3 * each), each)
    ]
    print("table\trate\ttexts\tedited")
    edited = Counter()
    for name, table in tables(shared, wordnet, texts):
        for rate in RATES:
            rows = scores(command, [spun(text, table, rate) for text in texts])
            count = sum(row["edits"] > 0 for row in rows)
            edited.update(texts=len(rows), edited=count)
            print(f"{name}\t{rate}\t{len(rows)}\t{count}")
    print(f"all\t\t{edited['texts']}\t{edited['edited']}")


if __name__ == "__main__":
    main()
