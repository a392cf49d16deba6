"""Trains the network (dictionaries/news-spinner.net) on the arrays that `unspin-train examples` writes.

    python net.py EXAMPLES OUT.raw [--checkpoint FILE]
    python net.py MORE_EXAMPLES OUT.raw --start FILE

Needs NumPy and PyTorch. A run takes about an hour on one core. `unspin-train pack` rounds the
weights in OUT.raw and packs them. dictionaries/README.md has the commands that made the built-in
network, and network.py describes it. In the last part of the training (see --round), numbers are
rounded as in the packed network.
"""

import argparse
import math
import os

import numpy as np
import torch

import packed
from network import PAD, Examples, Net

HELD_OUT = 400  # pieces that are only used to measure the loss
CHUNK = 25  # pieces in a batch without training
WARM_UP = 200  # steps in which the learning rate rises


def hidden_of(state):
    """The number of hidden units of each block."""
    biases = [name for name in state if name.startswith("inner.") and name.endswith(".bias")]
    return [len(state[name]) for name in biases]


def start(net, examples, path):
    """Loads a checkpoint, whose rows are found by their keys. If it has more hidden units than `net`,
    those that contribute most are kept."""
    saved = torch.load(path)
    state = saved["state"]
    sizes = hidden_of(state)
    if sizes != net.hidden:
        whole = Net(examples, net.width, sizes, net.reaches)
        start(whole, examples, path)
        keep_loudest(state, whole, examples, net.hidden)
    tables = [("word", "word_keys", 1), ("wording", "wording_keys", 0), ("bias", "wording_keys", 0)]
    for name, numbering, first in tables:
        keys = getattr(examples, numbering)
        row_of = {key: row for row, key in enumerate(saved[numbering][:, 0].tolist())}
        rows = [row_of.get(key, 0) for key in keys[:, 0].view("<i8").tolist()]
        state[name] = torch.cat([state[name][:first], state[name][first:][rows]])
    net.load_state_dict(state)


@torch.no_grad()
def keep_loudest(state, net, examples, hidden):
    """Reduces the hidden units in `state`, the weights of `net`, to `hidden[i]` in block `i`: those that
    add most to the tokens on average."""
    net.loudness = [torch.zeros(units) for units in net.hidden]
    for first in range(0, 250, CHUNK):
        net(*examples.batch(range(first, first + CHUNK)))
    for i, (loudness, most) in enumerate(zip(net.loudness, hidden)):
        kept = loudness.argsort(descending=True)[:most].sort().values
        for name, across in ((f"inner.{i}.weight", 0), (f"inner.{i}.bias", 0), (f"outer.{i}.weight", 1)):
            state[name] = state[name].index_select(across, kept)


def save(net, examples, path):
    """Writes a checkpoint."""

    def keys(rows):
        return torch.from_numpy(rows.view("<i8").copy())

    checkpoint = {
        "state": net.state_dict(),
        "word_keys": keys(examples.word_keys),
        "wording_keys": keys(examples.wording_keys),
    }
    torch.save(checkpoint, path)


def average(net, examples, others):
    """Averages the weights with those of other checkpoints, each with its share (Wortsman et al. 2022).
    The units of rounding stay as they are."""
    state = {name: numbers.clone() for name, numbers in net.state_dict().items()}
    rest = 1 - sum(share for _, share in others)
    means = {name: rest * numbers for name, numbers in state.items()}
    for path, share in others:
        if hidden_of(torch.load(path)["state"]) != net.hidden:
            raise SystemExit(
                f"{path}: has other numbers of hidden units than {net.hidden}; average first, then reduce"
            )
        start(net, examples, path)
        means = {name: mean + share * net.state_dict()[name] for name, mean in means.items()}
    units = {name: state[name] for name in ("signed", "positive")}
    net.load_state_dict(means | units)


def batches(examples, order, tokens, random):
    """Lists of pieces with at least this many tokens, endlessly, in a new order after each pass."""
    numbers, sum_of_tokens = [], 0
    while True:
        for piece in random.permutation(order):
            numbers.append(piece)
            sum_of_tokens += examples.pieces[piece][2] - examples.pieces[piece][1] + PAD
            if sum_of_tokens >= tokens:
                yield numbers
                numbers, sum_of_tokens = [], 0


def rate_factors(step, steps, fall):
    """Two factors of the learning rate: one that rises in the first steps, and one that falls along a
    cosine after the share `fall` of all steps."""
    done = step / steps
    falling = (done - fall) / (1 - fall) if done > fall else 0.0
    return min(1, (step + 1) / WARM_UP), max(0.02, 0.5 * (1 + math.cos(math.pi * falling)))


class Trainer:
    """Makes the steps of the training. Learning rates of tables are twice those of layers."""

    def __init__(self, net, examples, args):
        self.net, self.examples, self.args = net, examples, args
        tables = [net.word, net.ending, net.shape, net.wording, net.wording_end, net.bias]
        self.layers = [part for part in net.parameters() if not any(part is table for table in tables)]
        groups = [{"params": tables, "factor": 2.0}, {"params": self.layers, "factor": 1.0}]
        self.adam = torch.optim.Adam(groups, lr=args.rate, betas=(0.9, 0.98), fused=True)
        self.loss, self.right, self.seen = 0.0, 0, 0

    def step(self, step, numbers):
        """Learns from the pieces `numbers`."""
        args, net = self.args, self.net
        done = step / args.steps
        rise, fall = rate_factors(step, args.steps, args.fall)
        for group in self.adam.param_groups:
            group["lr"] = args.rate * group["factor"] * rise * fall
        net.rounded = done > args.round
        costs, hits = net(*self.examples.batch(numbers))
        cost = -costs.sum().item()
        if not math.isfinite(cost):
            problem = "the loss is not finite; the checkpoint is from an earlier step"
            raise SystemExit(f"step {step + 1}: {problem}")
        self.adam.zero_grad(set_to_none=True)
        (-costs.mean()).backward()
        torch.nn.utils.clip_grad_norm_(self.layers, 1.0)
        self.adam.step()
        if args.recycle and step % args.recycle == args.recycle - 1 and done < 0.6:
            count = net.recycle(self.adam)
            print(f"step {step + 1}: {count} hidden units initialised again", flush=True)
        self.loss += cost
        self.right += hits.sum().item()
        self.seen += len(costs)
        if step % 100 == 99:
            self.report(step)
        if args.checkpoint and (step % 1000 == 999 or step + 1 == args.steps):
            save(net, self.examples, args.checkpoint)

    def report(self, step):
        """Prints the loss and the accuracy since the last report."""
        loss, accuracy = self.loss / self.seen, self.right / self.seen
        print(f"step {step + 1}: loss {loss:.4f}, accuracy {accuracy:.4f}", flush=True)
        self.loss, self.right, self.seen = 0.0, 0, 0


def report_held_out(net, examples, held_out):
    """Prints the loss and the accuracy on pieces that were not trained on."""
    net.eval()
    chunks = (held_out[i : i + CHUNK] for i in range(0, len(held_out), CHUNK))
    with torch.no_grad():
        costs, hits = zip(*(net(*examples.batch(chunk)) for chunk in chunks))
    costs, hits = torch.cat(costs), torch.cat(hits)
    print(f"held out: loss {-costs.mean():.4f}, accuracy {hits.float().mean():.4f}", flush=True)


def train(examples, args):
    """Trains a network, or changes one that was trained."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    random = np.random.default_rng(args.seed)
    order = random.permutation(len(examples.pieces))
    held_out, order = order[:HELD_OUT], order[HELD_OUT:]
    hidden = args.hidden * (len(args.reaches) if len(args.hidden) == 1 else 1)
    net = Net(examples, args.width, hidden, args.reaches)
    if args.start and args.start.endswith(".net"):
        packed.load(net, examples, args.start)
    elif args.start:
        start(net, examples, args.start)
    trainer = Trainer(net, examples, args)
    for step, numbers in zip(range(args.steps), batches(examples, order, args.tokens, random)):
        trainer.step(step, numbers)
    if args.average:
        average(net, examples, args.average)
    if args.checkpoint and args.steps == 0:
        save(net, examples, args.checkpoint)
    report_held_out(net, examples, held_out)
    return net


def arguments():
    def numbers(text):
        return [int(part) for part in text.split(",")]

    def checkpoint_and_share(text):
        path, _, share = text.rpartition(":")
        return path, float(share)

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("examples", help="folder that `unspin-train examples` wrote")
    add("out", help="raw file to write")
    add("--width", type=int, default=128, help="numbers in a row (default: %(default)s)")
    add("--hidden", type=numbers, default=[128], metavar="NUMBERS",
        help="hidden units of each block, separated by commas, or of all blocks (default: 128)")
    add("--reaches", type=numbers, default=[1, 1, 2, 3, 5], metavar="NUMBERS",
        help="how many tokens away each block looks, separated by commas (default: 1,1,2,3,5)")
    add("--steps", type=int, default=9_300, help="training steps (default: %(default)s)")
    add("--tokens", type=int, default=16_384, help="tokens in a step (default: %(default)s)")
    add("--rate", type=float, default=2e-3, help="learning rate (default: %(default)s)")
    add("--recycle", type=int, default=0, metavar="STEPS",
        help="initialise useless hidden units again after this many steps; 0 for never (default: 0)")
    add("--fall", type=float, default=0.2, metavar="SHARE",
        help="share of the steps after which the learning rate falls (default: %(default)s)")
    add("--round", type=float, default=0.7, metavar="SHARE",
        help="share of the steps after which numbers are rounded (default: %(default)s)")
    add("--rows", type=int, default=10_000, metavar="COUNT",
        help="words that get their own row, the most frequent ones (default: %(default)s)")
    add("--threads", type=int, default=os.cpu_count(), help="threads (default: one for each core)")
    add("--start", metavar="FILE", help="checkpoint or packed network (*.net) to start from")
    add("--average", type=checkpoint_and_share, action="append", metavar="FILE:SHARE",
        help="checkpoint of the same sizes to average the result with; can be repeated")
    add("--checkpoint", metavar="FILE",
        help="checkpoint to write every 1000 steps and at the end; without steps, holds the result")
    add("--seed", type=int, default=1, help="seed of all random choices (default: %(default)s)")
    return parser.parse_args()


def main():
    args = arguments()
    examples = Examples(args.examples, args.rows)
    train(examples, args).write(examples, args.out)


if __name__ == "__main__":
    main()
