"""Makes the fixtures of ClassifierParityTests: what PyTorch computes for small classifiers.

    python3 pytorch_classifier.py      # torch and numpy; writes NAME.ckpt and NAME.expected beside this file

NAME.ckpt is a checkpoint as clf-fit writes one; NAME.expected, a safetensors file too, holds images and labels, and what
PyTorch makes of them in double precision: features, probabilities and losses; loss and gradients of the first batch; the
losses of ten steps, and the weights after them. The files were made by the torch version that their metadata names.
"""

import json
import math
import os

import torch
from pytorch_parity import BATCHES, HERE, IMAGES, STEPS, layers, optimizer, randomise, weights, write
from torch import nn


class Classifier(nn.Module):
    """What a checkpoint's `model` entry describes, with its names of weights."""

    def __init__(self, description):
        super().__init__()
        sizes = description["image"]
        self.shape = (sizes[0],) if len(sizes) == 1 else (sizes[2] if len(sizes) == 3 else 1, sizes[0], sizes[1])
        self.features, count = layers(description["network"], self.shape)
        self.classifier = nn.Linear(count, description["classes"])

    def forward(self, images):
        """Features and logits of u8 images as streams have them (H×W×C)."""
        pixels = images.to(self.classifier.weight.dtype) / 255
        if len(self.shape) > 1:
            pixels = pixels.reshape(len(images), self.shape[1], self.shape[2], self.shape[0]).permute(0, 3, 1, 2)
        if isinstance(self.features[0], nn.Linear):
            pixels = pixels.flatten(1)
        features = self.features(pixels).flatten(1)
        return features, self.classifier(features)


def keep(expected, prefix, model, images, labels):
    model.eval()
    with torch.no_grad():
        features, logits = model(images)
        expected[prefix + "features"] = features
        expected[prefix + "probabilities"] = torch.softmax(logits, 1)
        expected[prefix + "losses"] = nn.functional.cross_entropy(logits, labels, reduction="none")


def make(name, description, settings):
    torch.manual_seed(sum(map(ord, name)))
    model = Classifier(description).double()
    generator = randomise(model)
    write(
        os.path.join(HERE, name + ".ckpt"),
        {"format": "vaeutils.checkpoint", "version": "1", "model": json.dumps(description)},
        weights(model),
    )
    size = math.prod(description["image"])
    images = torch.randint(0, 256, (IMAGES, size), generator=generator, dtype=torch.uint8)
    labels = torch.randint(0, description["classes"], (IMAGES,), generator=generator)
    expected = {"images": images.reshape(IMAGES, *description["image"]), "labels": labels.to(torch.uint8)}
    keep(expected, "before.", model, images, labels)

    model.train()
    trainer = optimizer(model, settings)
    curve = []
    for step in range(1, STEPS + 1):
        items = list(BATCHES[(step - 1) % len(BATCHES)])
        loss = nn.functional.cross_entropy(model(images[items])[1], labels[items])
        curve.append(loss.item())
        trainer.zero_grad()
        loss.backward()
        if step == 1:
            for key, parameter in model.named_parameters():
                expected["gradient." + key] = parameter.grad.clone()
        trainer.step()
    expected["losses"] = torch.tensor(curve)
    for key, value in weights(model).items():
        expected["weights." + key] = value
    keep(expected, "after.", model, images, labels)
    write(
        os.path.join(HERE, name + ".expected"),
        {"torch": torch.__version__, "settings": json.dumps(settings)},
        expected,
    )


def fixture(name, image, classes, network, **settings):
    description = {"image": image, "model": "classifier", "classes": classes, "network": network}
    make(name, description, {"optimizer": "adam", "lr": 1e-2, "weight_decay": 0.0, "momentum": 0.0, **settings})


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    fixture(
        "classifier-conv", [9, 6, 3], 5,
        "conv 4 stride 2, batchnorm, relu, conv 6 kernel 2, batchnorm, silu, flatten, dense 17, batchnorm, relu",
    )
    fixture("classifier-map", [7, 5], 3, "conv 3 stride 2, leaky, conv 2, tanh", optimizer="sgd", lr=0.1, momentum=0.9)
    fixture("classifier-dense", [11], 20, "dense 13, elu", optimizer="adamw", weight_decay=0.1)


if __name__ == "__main__":
    main()
