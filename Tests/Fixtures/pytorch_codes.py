"""Makes the fixtures of CodeParityTests and CodePriorTests, models whose latents are codes, and priors of codes: what PyTorch
computes for them, as pytorch_parity.py does for latents of real numbers.

    python3 pytorch_codes.py          # torch and numpy; writes NAME.ckpt and NAME.expected beside this file
    python3 pytorch_codes.py NAME ... # these alone

NAME.expected holds images, the codes and the pictures of them before and after ten steps; loss and terms of each step; the
gradients of the first; the weights and the codebooks after the last. Codes that are moved are drawn as vaeutils draws them.
"""

import json
import math
import os
import sys

import torch
from pytorch_parity import BATCHES, GOLDEN, HERE, IMAGES, MASK, STEPS, Model, derived, layers, mix, optimizer, prepare, weights, write
from torch import nn


def places(masses, count, start):
    """Systematic sampling: the places whose masses are stepped on."""
    total, step, drawn, found = sum(masses), sum(masses) / count, 0, []
    reached = 0.0
    for place, mass in enumerate(masses):
        reached += mass
        if total > 0 and reached > (drawn + start) * step:
            found.append(place)
            while reached > (drawn + start) * step:
                drawn += 1
    return found


class Codebook(nn.Module):
    def __init__(self, codes, width, decay, revive):
        super().__init__()
        self.decay, self.revive, self.gap = decay, revive, math.inf
        for name, shape in (("weight", (codes, width)), ("sum", (codes, width)), ("count", (codes,)), ("debias", (1,))):
            self.register_buffer(name, torch.zeros(shape))

    def begin(self, values):
        """Near some of the values, with counts and sums of no batch; one code is far off, and has never been used."""
        chosen = torch.randint(len(values), (len(self.weight),))
        self.weight.copy_(values[chosen] + 0.1 * values.std() * torch.randn(self.weight.shape))
        self.count.copy_(1 + torch.rand(self.count.shape) * 3)
        self.weight[1], self.count[1] = 9, 0
        self.sum.copy_(self.weight * self.count[:, None] * (0.9 + 0.2 * torch.rand(len(self.count), 1)))
        self.debias.fill_(0.75)

    def nearest(self, values):
        """values: rows × width."""
        squares = ((values[:, None] - self.weight) ** 2).sum(2)
        nearest = squares.topk(2, 1, largest=False)
        self.gap = min(self.gap, (nearest.values[:, 1] - nearest.values[:, 0]).min().item())
        return nearest.indices[:, 0]

    def follow(self, values, codes, key):
        """Values lie item by item, those of each item place by place; all are rows × width."""
        hot = nn.functional.one_hot(codes, len(self.weight)).to(values.dtype)
        rest = values - self.weight[codes]
        for name, new in (("count", hot.sum(0)), ("sum", hot.T @ values), ("debias", torch.ones(1))):
            average = getattr(self, name)
            average.copy_(self.decay * average + (1 - self.decay) * new)
        count = self.count / self.debias
        total, codes = count.sum(), len(count)
        smoothed = (count + 1e-5) / (total + codes * 1e-5) * total
        moved = self.sum / self.debias / smoothed[:, None]
        self.weight.copy_(torch.where(count[:, None] > 0, moved, self.weight))
        dead = (count < self.revive * total / codes).nonzero().flatten().tolist()
        if not dead:
            return 0
        bits = mix((key + codes * GOLDEN) & MASK)
        order, masses = key_order(len(values), self.places, (rest**2).sum(1))
        drawn = places(masses, len(dead), (bits >> 11) * 2.0**-53)
        for code, place in zip(dead, drawn):
            self.weight[code] = values[order[place]]
            self.count[code] = total / codes * self.debias[0]
            self.sum[code] = self.count[code] * self.weight[code]
        return len(drawn)


def key_order(rows, count, masses):
    """Rows in the order place by place, those of each place item by item, and their masses."""
    order = [item * count + place for place in range(count) for item in range(rows // count)]
    return order, [masses[row].item() for row in order]


class Codes(Model):
    def __init__(self, description):
        nn.Module.__init__(self)
        self.description, self.classes, self.objective, self.contractive = description, 0, {}, {}
        sizes = description["image"]
        self.shape = (sizes[0],) if len(sizes) == 1 else (sizes[2] if len(sizes) == 3 else 1, sizes[0], sizes[1])
        name, *words = description["latent_kind"].split()
        self.levels = None
        if name == "fsq":
            self.levels = list(map(int, words[0].split(",")))
            width, self.commitment, books = len(self.levels), 0.0, 1
        else:
            settings = dict(zip(words[1::2], words[2::2]))
            width, self.commitment = int(settings["width"]), float(settings["commitment"])
            books = int(settings.get("residual", 1))
        self.width = width
        self.encoder, hidden = layers(description["encoder"], self.shape)
        probe = self.encoder(torch.zeros(2, *self.shape).flatten(1) if self.takes_vector() else torch.zeros(2, *self.shape))
        if "latent" in description:
            self.places, self.map = description["latent"], None
            self.mean = nn.Linear(hidden, self.places * width)
            self.decoder, _ = layers(description["decoder"], (self.places * width,))
        else:
            self.map = tuple(probe.shape[2:])
            self.places = math.prod(self.map)
            self.mean = nn.Conv2d(probe.shape[1], width, 1)
            self.decoder, _ = layers(description["decoder"], (width, *self.map))
        self.codebook = nn.ModuleList()
        if self.levels is None:
            for _ in range(books):
                book = Codebook(int(words[0]), width, float(settings["decay"]), float(settings["revive"]))
                book.places = self.places
                self.codebook.append(book)

    def values(self, pixels):
        """Rows × width, item by item and place by place."""
        hidden = self.mean(self.encoder(pixels.flatten(1) if self.takes_vector() else pixels))
        if self.map:
            hidden = hidden.permute(0, 2, 3, 1)
        return hidden.reshape(-1, self.width)

    def bound(self, values):
        levels = torch.tensor(self.levels, dtype=values.dtype)
        half = (levels - 1) * 1.001 / 2
        offset = torch.where(levels % 2 == 0, 0.5, 0.0).to(values.dtype)
        return half * torch.tanh(values + torch.atanh(offset / half)) - offset

    def quantise(self, values):
        """What is decoded, the codes of each codebook, and what each codebook was given."""
        if self.levels is not None:
            bounded = self.bound(values)
            half = torch.tensor([count // 2 for count in self.levels], dtype=values.dtype)
            rounded = bounded + (bounded.round() - bounded).detach()
            basis = torch.tensor([math.prod(self.levels[:at]) for at in range(len(self.levels))], dtype=values.dtype)
            codes = ((bounded.round() + half) * basis).sum(1).round().long()
            return rounded / half, [codes], []
        total, rest, codes, inputs = 0, values, [], []
        for book in self.codebook:
            codes.append(book.nearest(rest))
            inputs.append(rest)
            vectors = book.weight[codes[-1]].clone()
            total, rest = total + vectors, rest - vectors
        return values + (total - values).detach(), codes, inputs

    def decoded(self, vectors):
        vectors = vectors.reshape(-1, *(self.map or ()), vectors.shape[1] if self.map else self.places * self.width)
        return self.decoder(vectors.permute(0, 3, 1, 2) if self.map else vectors)

    def loss(self, pixels, _, step):
        values = self.values(pixels)
        vectors, codes, inputs = self.quantise(values)
        recon = self.recon_of(self.decoded(vectors).flatten(1), pixels).mean()
        commit = sum(
            ((rest - book.weight[code]) ** 2).sum() for book, code, rest in zip(self.codebook, codes, inputs)
        ) / len(pixels) if inputs else torch.zeros(())
        loss = recon + self.commitment * commit
        self.followed = [(book, rest.detach(), code) for book, code, rest in zip(self.codebook, codes, inputs)]
        usage = [torch.bincount(code).double() for code in codes]
        shares = [count[count > 0] / count.sum() for count in usage]
        perplexity = sum(torch.exp(-(share * share.log()).sum()) for share in shares) / len(shares)
        return loss, loss, recon, commit, perplexity, torch.tensor(float(sum((count > 0).sum() for count in usage)))

    def follow(self, step):
        """Lets the codebooks follow the values of the last step."""
        key = derived(derived(mix(GOLDEN), 15), step)
        return sum(book.follow(rest, code, derived(key, number)) for number, (book, rest, code) in enumerate(self.followed))

    def keep(self, expected, prefix, images):
        with torch.no_grad():
            vectors, codes, _ = self.quantise(self.values(self.batch(images)))
            expected[prefix + "codes"] = torch.stack(codes, 1).reshape(len(images), -1).to(torch.uint8)
            means = torch.sigmoid(self.decoded(vectors))
            if len(self.shape) == 3:
                means = means.reshape(-1, *self.shape).permute(0, 2, 3, 1)
            expected[prefix + "pictures"] = means.flatten(1)


class Masked(nn.Conv2d):
    """A convolution of the taps before the middle, or up to it."""

    def __init__(self, inputs, outputs, kernel, reads_itself):
        super().__init__(inputs, outputs, kernel, padding=kernel // 2)
        mask = torch.arange(kernel * kernel) < kernel * kernel // 2 + reads_itself
        self.mask = mask.reshape(kernel, kernel)

    def forward(self, x):
        return self._conv_forward(x, self.weight * self.mask, self.bias)


class Prior(nn.Module):
    def __init__(self, description):
        super().__init__()
        _, *words = description["network"].split()
        settings = dict(zip(words[::2], map(int, words[1::2])))
        channels, kernel = settings["channels"], settings["kernel"]
        shape = description["image"]
        self.map = (1, *shape) if len(shape) == 1 else (shape[0], math.prod(shape[1:]))
        self.embedding = nn.Embedding(description["codes"], channels)
        self.input = Masked(channels, channels, kernel, False)
        self.blocks = nn.ModuleList(
            nn.ModuleDict({"conv": Masked(channels, channels, kernel, True), "out": nn.Conv2d(channels, channels, 1)})
            for _ in range(settings["blocks"])
        )
        self.output = nn.Sequential(nn.SiLU(), nn.Conv2d(channels, description["codes"], 1))

    def forward(self, codes):
        """−log p of each image's codes in nats."""
        codes = codes.reshape(-1, *self.map)
        x = self.input(self.embedding(codes).permute(0, 3, 1, 2))
        for block in self.blocks:
            x = x + block["out"](nn.functional.silu(block["conv"](nn.functional.silu(x))))
        return nn.functional.cross_entropy(self.output(x), codes, reduction="none").sum((1, 2))


def make_prior(name, description, settings):
    torch.manual_seed(sum(map(ord, name)))
    model = Prior(description).double()
    for value in model.state_dict().values():
        value.copy_(value.float().double())
    metadata = {"format": "vaeutils.checkpoint", "version": "1", "model": json.dumps(description)}
    write(os.path.join(HERE, name + ".ckpt"), metadata, weights(model))
    count = math.prod(description["image"])
    codes = torch.randint(0, description["codes"], (IMAGES, count), generator=torch.Generator().manual_seed(7))
    expected = {"images": codes.to(torch.uint8).reshape(IMAGES, *description["image"])}
    trainer, curve = optimizer(model, settings), []
    for step in range(1, STEPS + 1):
        loss = model(codes[list(BATCHES[(step - 1) % len(BATCHES)])]).mean()
        curve.append([loss.item(), loss.item() / count / math.log(2)])
        trainer.zero_grad()
        loss.backward()
        if step == 1:
            for key, parameter in model.named_parameters():
                expected["gradient." + key] = parameter.grad.clone()
        trainer.step()
    expected["losses"] = torch.tensor(curve)
    for key, value in weights(model).items():
        expected["weights." + key] = value
    write(
        os.path.join(HERE, name + ".expected"), {"torch": torch.__version__, "settings": json.dumps(settings)}, expected
    )


def prior(name, image, codes, network):
    description = {"image": image, "model": "code-prior", "codes": codes, "network": network}
    settings = {"optimizer": "adam", "lr": 1e-2, "weight_decay": 0.0, "momentum": 0.0, "clip_norm": 0.0}
    if len(sys.argv) < 2 or name in sys.argv[1:]:
        make_prior(name, description, settings)


def make(name, description, settings, attempt=0):
    torch.manual_seed(sum(map(ord, name)) + attempt)
    model = Codes(description).double()
    generator = torch.Generator().manual_seed(7)
    images = torch.randint(0, 256, (IMAGES, math.prod(description["image"])), generator=generator, dtype=torch.uint8)
    with torch.no_grad():
        model.mean.weight.mul_(5 if model.codebook else 20)
        rest = model.values(model.batch(images))
        for book in model.codebook:
            book.begin(rest)
            rest = rest - book.weight[book.nearest(rest)]
    for value in model.state_dict().values():
        value.copy_(value.float().double())
    metadata = {"format": "vaeutils.checkpoint", "version": "1", "model": json.dumps(description)}
    write(os.path.join(HERE, name + ".ckpt"), metadata, weights(model))
    expected = {"images": images.reshape(IMAGES, *description["image"])}
    model.keep(expected, "before.", images)
    trainer, curve, moved = optimizer(model, settings), [], 0
    for step in range(1, STEPS + 1):
        items = list(BATCHES[(step - 1) % len(BATCHES)])
        slope, *terms = model.loss(model.batch(images[items]), None, step)
        curve.append([term.item() for term in terms])
        trainer.zero_grad()
        slope.backward()
        moved += model.follow(step)
        if step == 1:
            for key, parameter in model.named_parameters():
                expected["gradient." + key] = parameter.grad.clone()
        trainer.step()
    expected["losses"] = torch.tensor(curve)
    for key, value in weights(model).items():
        expected["weights." + key] = value
    model.keep(expected, "after.", images)
    if any(book.gap < 1e-5 for book in model.codebook):
        # Two codes are as near to some value as single precision can tell.
        return make(name, description, settings, attempt + 1)
    print(name, "codes moved:", moved, "codes used:", [row[-1] for row in curve])
    write(
        os.path.join(HERE, name + ".expected"), {"torch": torch.__version__, "settings": json.dumps(settings)}, expected
    )


def fixture(name, image, kind, encoder, decoder, optimizer="adam", lr=2e-3, **model):
    description = {
        "image": image, "model": "codes", "latent_kind": kind, "encoder": encoder, "decoder": decoder, "recon": "bce", **model
    }
    settings = {"optimizer": optimizer, "lr": lr, "weight_decay": 0.0, "momentum": 0.0, "clip_norm": 0.0}
    if len(sys.argv) < 2 or name in sys.argv[1:]:
        make(name, description, settings)


def main():
    prepare()
    conv = (
        "conv 4 stride 2, tanh, conv 6 stride 2, tanh",
        "conv 6, tanh, convt 4 stride 2 output-padding 1, tanh, convt 1 stride 2 output-padding 1",
    )
    fixture("codes-map", [8, 8], "codes 20 width 5 decay 0.9 commitment 0.25 revive 0", *conv)
    fixture("codes-revived", [8, 8], "codes 20 width 5 decay 0.8 commitment 0.5 revive 0.2", *conv, recon="mse")
    fixture(
        "codes-residual", [6, 6, 2], "codes 12 width 3 decay 0.8 commitment 0.25 revive 0.2 residual 3",
        "conv 4 stride 2, elu", "convt 2 stride 2 output-padding 1", optimizer="sgd", lr=1e-3,
    )
    fixture(
        "codes-vector", [5, 6], "codes 17 width 4 decay 0.9 commitment 1 revive 0.1", "dense 11, tanh",
        "dense 9, tanh, dense 30", latent=3,
    )
    fixture("codes-fsq", [8, 8], "fsq 5,4,3", *conv)
    prior("code-prior-map", [4, 3], 7, "pixelcnn channels 9 blocks 2 kernel 3")
    prior("code-prior-residual", [2, 3, 2], 18, "pixelcnn channels 17 blocks 1 kernel 5")
    prior("code-prior-vector", [6], 5, "pixelcnn channels 8 blocks 0 kernel 7")


if __name__ == "__main__":
    main()
