"""Trains the neural scorer (dictionaries/en.net) on the arrays of `unspin-train examples`.

    python net.py EXAMPLES OUT.raw [--checkpoint FILE]
    python net.py MORE_EXAMPLES OUT.raw --start FILE

needs NumPy and PyTorch, one core and about an hour; `unspin-train pack` rounds and packs OUT.raw. The network is that of
src/net: a row for each word (or for its last letters) and letter case, what the average of the document says, residual blocks
of dilated convolutions, and the product with a row for each wording, under the channel's cost. In the end (`--round`) it is
trained with rows rounded to 4 bits and activations to 7 (straight-through estimator: Bengio, Leonard and Courville 2013).
`dictionaries/README.md` has the commands that made the network that is built in.
"""

import argparse
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

PAD = 16  # rows of nothing between documents: more than any reach
ENDINGS, SHAPES = 1024, 16


class Examples:
    """The arrays, cut into pieces of at most 1200 tokens; words beyond the first `rows` are taken for unknown, as in the file."""

    def __init__(self, folder, rows):
        load = lambda name, kind: np.memmap(f"{folder}/{name}", dtype=kind, mode="r")
        self.words, self.endings, self.shapes = load("words", "<u2"), load("endings", "<u2"), load("shapes", "u1")
        self.places, self.counts = load("places", "<u4"), load("counts", "u1").reshape(-1, 2)
        self.wordings, self.channel = load("wordings", "<u2"), load("channel", "<i2")
        self.word_keys = np.fromfile(f"{folder}/word.keys", dtype="<u8").reshape(-1, 2)[: rows + 1]
        self.wording_keys = np.fromfile(f"{folder}/wording.keys", dtype="<u8").reshape(-1, 2)
        lengths = load("lengths", "<u4").reshape(-1, 2).astype(np.int64)
        starts = lambda counts: np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self.edge, self.token, self.position = starts(self.counts[:, 0]), starts(lengths[:, 0]), starts(lengths[:, 1])
        self.pieces = []
        for document, length in enumerate(lengths[:, 0]):
            parts = 1 if length <= 1200 else math.ceil(length / 1024)
            self.pieces += [(document, length * i // parts, length * (i + 1) // parts) for i in range(parts)]

    def batch(self, chosen_pieces):
        """Pieces side by side with nothing between them; row 0 of each table is for nothing."""
        names = ["word", "ending", "shape", "piece", "place", "count", "gold", "wording", "channel"]
        parts = {name: [] for name in names}
        pad = lambda: [parts[name].append(np.full(PAD, -1 if name == "piece" else 0)) for name in names[:4]]
        pad()
        base = PAD
        for number, piece in enumerate(chosen_pieces):
            document, low, high = self.pieces[piece]
            token, position = self.token[document], self.position[document]
            for name, array in (("word", self.words), ("ending", self.endings), ("shape", self.shapes)):
                numbers = array[token + low : token + high].astype(np.int64)
                if name == "word":
                    numbers[numbers >= len(self.word_keys)] = 0
                parts[name].append(numbers + 1)
            parts["piece"].append(np.full(high - low, number))
            pad()
            places = self.places[position : self.position[document + 1]]
            first, last = np.searchsorted(places, [low, high])
            chosen, edges = slice(position + first, position + last), slice(self.edge[position + first], self.edge[position + last])
            parts["place"].append(places[first:last].astype(np.int64) - low + base)
            parts["count"].append(self.counts[chosen, 0].astype(np.int64))
            parts["gold"].append(self.counts[chosen, 1].astype(np.int64))
            parts["wording"].append(self.wordings[edges].astype(np.int64))
            parts["channel"].append(self.channel[edges].astype(np.float32) / 100)
            base += high - low + PAD
        return {name: torch.from_numpy(np.concatenate(part)) for name, part in parts.items()}, len(chosen_pieces)


def mix(hashes):
    """`hash::mix`."""
    shift, hashes = np.uint64(33), hashes.copy()
    hashes = (hashes ^ (hashes >> shift)) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> shift)) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashes ^ (hashes >> shift)


def ending_rows(keys):
    return torch.from_numpy((mix(keys[:, 1]) % np.uint64(ENDINGS)).astype(np.int64))


class Rows(torch.autograd.Function):
    """Rows rounded to 4 bits; the gradient passes."""

    @staticmethod
    def forward(_, rows):
        scale = rows.abs().amax(1, keepdim=True).clamp(min=1e-6) / 7
        return (rows / scale).round().clamp(-7, 7) * scale

    @staticmethod
    def backward(_, gradient):
        return gradient


class Activations(torch.autograd.Function):
    """Activations rounded to the codes `low..high` times `unit`; the gradient passes where none is cut."""

    @staticmethod
    def forward(context, numbers, unit, low, high):
        codes = (numbers.float() / unit).round()
        context.save_for_backward((codes >= low) & (codes <= high))
        return (codes.clamp(low, high) * unit).bfloat16()

    @staticmethod
    def backward(context, gradient):
        return gradient * context.saved_tensors[0], None, None, None


class Net(nn.Module):
    def __init__(self, examples, width, hidden, reaches):
        """`hidden` numbers in each block, and its reach."""
        super().__init__()
        self.width, self.hidden, self.reaches, self.rounded = width, hidden, reaches, False
        words, wordings, blocks = len(examples.word_keys), len(examples.wording_keys), len(reaches)
        self.word_ending, self.wording_ending = ending_rows(examples.word_keys), ending_rows(examples.wording_keys)
        table = lambda rows, deviation: nn.Parameter(torch.randn(rows, width) * deviation)
        self.word, self.ending, self.shape = table(words + 1, 0.3), table(ENDINGS + 1, 0.3), table(SHAPES + 1, 0.1)
        self.wording, self.wording_end = table(wordings, 0.05), table(ENDINGS, 0.05)
        self.bias, self.keep = nn.Parameter(torch.zeros(wordings)), nn.Parameter(torch.zeros(width))
        self.inner = nn.ModuleList(nn.Linear(3 * width, numbers) for numbers in hidden)
        self.outer = nn.ModuleList(nn.Linear(numbers, width) for numbers in hidden)
        for layer in self.inner:
            nn.init.normal_(layer.weight, 0, 0.7 * (2 / (3 * width)) ** 0.5)
            nn.init.zeros_(layer.bias)
        self.document, self.last = nn.Linear(width, width), nn.Linear(width, width)
        nn.init.zeros_(self.document.weight)
        nn.init.eye_(self.last.weight)
        self.register_buffer("signed", torch.zeros(blocks + 1))
        self.register_buffer("positive", torch.zeros(blocks))
        self.register_buffer("greatest_mean", torch.zeros(1))
        self.active = [torch.full((numbers,), 0.01) for numbers in hidden]
        self.loudness = None

    def round(self, numbers, units, index, low, high):
        if not self.rounded:
            return numbers
        if self.training:
            sample = numbers.detach()[::7].float().abs().flatten()
            sample = sample[sample > 0][:20_000]
            most = torch.quantile(sample, 0.9995) / high if len(sample) else units[index].clamp(min=1e-3)
            units[index] = most if units[index] == 0 else 0.98 * units[index] + 0.02 * most
        return Activations.apply(numbers, units[index].clone(), low, high)

    @torch.no_grad()
    def recycle(self, adam):
        """Begins anew with the hidden numbers that are hardly ever above zero, as nothing would move them (Sokar et al. 2023)."""
        count = 0
        for inner, outer, active in zip(self.inner, self.outer, self.active):
            dormant = active < 1e-3
            count += int(dormant.sum())
            inner.weight[dormant] = torch.randn(int(dormant.sum()), inner.weight.shape[1]) * inner.weight[~dormant].std()
            inner.bias[dormant] = 0
            outer.weight[:, dormant] = 0
            for moment in ("exp_avg", "exp_avg_sq"):
                for parameter, rows in ((inner.weight, dormant), (inner.bias, dormant)):
                    adam.state[parameter][moment][rows] = 0
                adam.state[outer.weight][moment][:, dormant] = 0
            active[dormant] = 0.01
        return count

    def input_rows(self):
        """Rows of words with those of their endings, then rows of endings for all other words."""
        return torch.cat([self.word[2:] + self.ending[1:][self.word_ending[1:]], self.word[1:2] + self.ending[1:]])

    def wording_rows(self):
        return self.wording + self.wording_end[self.wording_ending]

    def forward(self, batch, pieces):
        piece, count, place = batch["piece"], batch["count"], batch["place"]
        there = (piece >= 0).unsqueeze(1).float()
        inputs, wordings = self.input_rows(), self.wording_rows()
        if self.rounded:
            inputs, wordings = Rows.apply(inputs), Rows.apply(wordings)
        known = len(inputs) - ENDINGS
        row = torch.where(batch["word"] >= 2, batch["word"] - 2, known + (batch["ending"] - 1).clamp(min=0))
        tokens = (F.embedding(row, inputs) + F.embedding(batch["shape"], self.shape)) * there
        index = piece.clamp(min=0)
        sums = torch.zeros(pieces, self.width).index_add_(0, index, tokens)
        mean = sums / torch.zeros(pieces).index_add_(0, index, there[:, 0]).unsqueeze(1)
        self.greatest_mean = torch.maximum(self.greatest_mean, mean.detach().abs().max().reshape(1))
        tokens = (tokens + F.embedding(index, self.document(mean)) * there).bfloat16()
        there = there.bfloat16()
        linear = lambda layer, numbers: F.linear(numbers, layer.weight.bfloat16(), layer.bias.bfloat16())
        for i, reach in enumerate(self.reaches):
            seen = self.round(tokens, self.signed, i, -64, 63)
            around = torch.cat([F.pad(seen[:-reach], (0, 0, reach, 0)), seen, F.pad(seen[reach:], (0, 0, 0, reach))], 1)
            hidden = F.relu(linear(self.inner[i], around))
            if self.training:
                self.active[i] = 0.99 * self.active[i] + 0.01 * (hidden.detach()[::5] > 0).float().mean(0)
            if self.loudness:
                self.loudness[i] += hidden[::5].float().mean(0) * self.outer[i].weight.norm(dim=0)
            hidden = self.round(hidden, self.positive, i, 0, 127)
            tokens = (tokens + linear(self.outer[i], hidden)) * there
        view = linear(self.last, self.round(tokens[place], self.signed, len(self.reaches), -64, 63)).float()
        example = torch.repeat_interleave(torch.arange(len(place)), count)
        first = torch.cumsum(count, 0) - count
        scores = (F.embedding(batch["wording"], wordings) * view[example]).sum(1) + self.bias[batch["wording"]]
        scores = scores.index_add(0, first, view @ self.keep) + batch["channel"]
        most = torch.full((len(count),), -1e9).scatter_reduce(0, example, scores.detach(), "amax")
        total = torch.zeros(len(count)).index_add_(0, example, torch.exp(scores - most[example]))
        right = scores[first + batch["gold"]]
        return right - most - torch.log(total), right >= most - 1e-6

    def write(self, examples, path):
        """The raw file that `unspin-train pack` reads."""
        floats = lambda array: np.ascontiguousarray(array.detach().float().numpy(), dtype="<f4").tobytes()
        rows = len(examples.word_keys) - 1
        inputs = self.input_rows()
        with open(path, "wb") as out:
            layer = lambda greatest, linear: [out.write(floats(part)) for part in (greatest.reshape(1), linear.weight, linear.bias)]
            head = [self.width, rows, len(examples.wording_keys) - 1, len(self.reaches), *self.reaches, *self.hidden]
            out.write(np.array(head, dtype="<u4").tobytes())
            out.write(examples.word_keys[1 : 1 + rows, 0].tobytes())
            out.write(examples.wording_keys[1:, 0].tobytes())
            out.write(floats(inputs[:rows]) + floats(inputs[-ENDINGS:]) + floats(self.shape[1:]))
            layer(self.greatest_mean, self.document)
            for i in range(len(self.reaches)):
                layer(self.signed[i] * 63, self.inner[i])
                layer(self.positive[i] * 127, self.outer[i])
            layer(self.signed[-1] * 63, self.last)
            out.write(floats(self.wording_rows()[1:]) + floats(self.bias[1:]) + floats(self.keep))


def hidden_of(state):
    """Hidden numbers of each block."""
    return [len(numbers) for name, numbers in state.items() if name.startswith("inner.") and name.endswith(".bias")]


def start(net, examples, path):
    """Goes on from a checkpoint, whose rows are found by their keys. Of more hidden numbers than `net` has, the loudest stay."""
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
    """Cuts the hidden numbers of each block of `net` down to the `hidden` ones that add most to the tokens, on average."""
    net.loudness = [torch.zeros(numbers) for numbers in net.hidden]
    for first in range(0, 250, 25):
        net(*examples.batch(range(first, first + 25)))
    for i, (loudness, most) in enumerate(zip(net.loudness, hidden)):
        kept = loudness.argsort(descending=True)[:most].sort().values
        for name, across in ((f"inner.{i}.weight", 0), (f"inner.{i}.bias", 0), (f"outer.{i}.weight", 1)):
            state[name] = state[name].index_select(across, kept)


def save(net, examples, path):
    """Writes what `--start` reads."""
    keys = lambda rows: torch.from_numpy(rows.view("<i8").copy())
    torch.save({"state": net.state_dict(), "word_keys": keys(examples.word_keys), "wording_keys": keys(examples.wording_keys)}, path)


def average(net, examples, others):
    """Averages the weights with those of other checkpoints, each with its share (Wortsman et al. 2022); the units of rounding stay."""
    state = {name: numbers.clone() for name, numbers in net.state_dict().items()}
    rest = 1 - sum(share for _, share in others)
    means = {name: rest * numbers for name, numbers in state.items()}
    for path, share in others:
        if hidden_of(torch.load(path)["state"]) != net.hidden:
            raise SystemExit(f"{path}: other numbers of hidden ones than {net.hidden}; average first, then cut down")
        start(net, examples, path)
        means = {name: mean + share * net.state_dict()[name] for name, mean in means.items()}
    units = {name: state[name] for name in ("signed", "positive")}
    net.load_state_dict(means | units)


def train(examples, args):
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    random = np.random.default_rng(args.seed)
    order = random.permutation(len(examples.pieces))
    held_out, order = order[:400], order[400:]
    hidden = args.hidden * (len(args.reaches) if len(args.hidden) == 1 else 1)
    net = Net(examples, args.width, hidden, args.reaches)
    tables = [net.word, net.ending, net.shape, net.wording, net.wording_end, net.bias]
    if args.start:
        start(net, examples, args.start)
    layers = [part for part in net.parameters() if not any(part is table for table in tables)]
    groups = [{"params": tables, "factor": 2.0}, {"params": layers, "factor": 1.0}]
    adam = torch.optim.Adam(groups, lr=args.rate, betas=(0.9, 0.98), fused=True)

    def batches():
        numbers, tokens = [], 0
        while True:
            for piece in random.permutation(order):
                numbers.append(piece)
                tokens += examples.pieces[piece][2] - examples.pieces[piece][1] + PAD
                if tokens >= args.tokens:
                    yield numbers
                    numbers, tokens = [], 0

    loss, right, seen = 0.0, 0, 0
    for step, numbers in zip(range(args.steps), batches()):
        done = step / args.steps
        falling = (done - args.fall) / (1 - args.fall) if done > args.fall else 0.0
        cosine = max(0.02, 0.5 * (1 + math.cos(math.pi * falling)))
        for group in adam.param_groups:
            group["lr"] = args.rate * group["factor"] * min(1, (step + 1) / 200) * cosine
        net.rounded = done > args.round
        costs, hits = net(*examples.batch(numbers))
        cost = -costs.sum().item()
        if not math.isfinite(cost):
            raise SystemExit(f"step {step + 1}: the loss is no number; the checkpoint is that of an earlier step")
        adam.zero_grad(set_to_none=True)
        (-costs.mean()).backward()
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        adam.step()
        if args.recycle and step % args.recycle == args.recycle - 1 and done < 0.6:
            print(f"step {step + 1}: {net.recycle(adam)} hidden numbers begin anew", flush=True)
        loss, right, seen = loss + cost, right + hits.sum().item(), seen + len(costs)
        if step % 100 == 99:
            print(f"step {step + 1}: loss {loss / seen:.4f}, right {right / seen:.4f}", flush=True)
            loss, right, seen = 0.0, 0, 0
        if args.checkpoint and (step % 1000 == 999 or step + 1 == args.steps):
            save(net, examples, args.checkpoint)
    if args.average:
        average(net, examples, args.average)
    if args.checkpoint and args.steps == 0:
        save(net, examples, args.checkpoint)
    net.eval()
    with torch.no_grad():
        costs, hits = zip(*(net(*examples.batch(held_out[i : i + 25])) for i in range(0, len(held_out), 25)))
    costs, hits = torch.cat(costs), torch.cat(hits)
    print(f"held out: loss {-costs.mean():.4f}, right {hits.float().mean():.4f}", flush=True)
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", help="folder that `unspin-train examples` wrote")
    parser.add_argument("out", help="raw file to write")
    parser.add_argument("--width", type=int, default=128, help="numbers of a row")
    numbers = lambda text: [int(part) for part in text.split(",")]
    parser.add_argument("--hidden", type=numbers, default=[128], help="numbers within each block, or within all blocks")
    parser.add_argument("--reaches", type=numbers, default=[1, 1, 2, 3, 5])
    parser.add_argument("--steps", type=int, default=9_300)
    parser.add_argument("--tokens", type=int, default=16_384, help="tokens of a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--recycle", type=int, default=0, help="steps after which hidden numbers that do nothing begin anew; 0 for never")
    parser.add_argument("--fall", type=float, default=0.2, help="share of the steps after which the rate falls")
    parser.add_argument("--round", type=float, default=0.7, help="share of the steps after which numbers are rounded")
    parser.add_argument("--rows", type=int, default=10_000, help="words that get a row, the commonest first")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--start", help="checkpoint to go on from")
    share = lambda text: (text.rpartition(":")[0], float(text.rpartition(":")[2]))
    parser.add_argument("--average", type=share, action="append", metavar="FILE:SHARE", help="checkpoint of the same sizes to average with in what is written")
    parser.add_argument("--checkpoint", help="checkpoint to write, every 1000 steps and at the end; where there are no steps, what is written")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    examples = Examples(args.examples, args.rows)
    train(examples, args).write(examples, args.out)


if __name__ == "__main__":
    main()
