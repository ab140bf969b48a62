"""Holds what an ONNX model makes of its inputs against what the commands printed of them.

    python3 onnx_agreement.py encoder.onnx images=x.idx mean=t.tsv:mu [-- decoder.onnx …]

Behind a model, each word names an input or an output and where it is: a stream, or the columns mu1 … of a table. The model
must pass onnx.checker; ONNX Runtime and, where there is one, OpenCV's dnn must agree with the outputs at batches of 1, 7 and
the rest, and the reference evaluator of onnx, which is slow, at those of 1 and 7. Prints the largest deviations, in parts of
a value, or of how far the values spread in whatever units, or of 1, whichever is the most. Ran with
onnx 1.23.2, onnxruntime 1.32.0, opencv-python-headless 5.0.0.93 and numpy 2.4.6.
"""

import re
import sys

import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator

try:
    import cv2
except ImportError:
    cv2 = None

TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4"}


def stream(path):
    data = open(path, "rb").read()
    sizes = np.frombuffer(data, ">u4", count=data[3], offset=4).astype(int)
    values = np.frombuffer(data, TYPES[data[2]], offset=4 + 4 * data[3])
    assert len(values) == sizes.prod(), f"{path}: it is not one tensor"
    return values.reshape(sizes)


def columns(path, prefix):
    head, *rows = [line.rstrip("\n").split("\t") for line in open(path)]
    places = [place for place, name in enumerate(head) if re.fullmatch(prefix + r"\d+", name)]
    return np.array([[float(row[place]) for place in places] for row in rows], np.float32)


def values(where, of):
    path, _, prefix = where.partition(":")
    kind = {1: np.float32, 2: np.uint8, 7: np.int64}[of.type.tensor_type.elem_type]
    array = columns(path, prefix) if prefix else stream(path)
    return array.astype(array.dtype.newbyteorder("=")).astype(kind)


def deviation(got, expected):
    assert got.shape == expected.shape and got.dtype == expected.dtype, (got.shape, got.dtype, expected.shape)
    scale = np.maximum(max(1, expected.std()), np.abs(expected.astype(float)))
    return float((np.abs(got.astype(float) - expected) / scale).max())


def opencv(model):
    net = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8))

    def run(names, inputs):
        for name, batch in inputs.items():
            net.setInput(batch, name)
        return net.forward(names)

    return run


def check(path, *words):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == onnx.helper.find_min_ir_version_for(model.opset_import)
    files = dict(word.split("=", 1) for word in words)
    inputs = {each.name: values(files[each.name], each) for each in model.graph.input}
    outputs = {each.name: values(files[each.name], each) for each in model.graph.output}
    assert set(files) == {*inputs, *outputs}, "the model has other inputs or outputs"
    raw, names = model.SerializeToString(), list(outputs)
    engines = {"onnxruntime": onnxruntime.InferenceSession(raw).run, "reference": ReferenceEvaluator(model).run}
    if cv2:
        engines["opencv"] = opencv(raw)
    for engine, run in engines.items():
        worst = 0
        for batch in (slice(0, 1), slice(1, 8), slice(8, 8 if engine == "reference" else None)):
            given = {name: array[batch] for name, array in inputs.items()}
            if len(next(iter(given.values()))):
                results = zip(names, run(names, given))
                worst = max([worst] + [deviation(got, outputs[name][batch]) for name, got in results])
        print(f"{path}\t{engine}\t{worst:.1e}")
        assert worst <= 1e-5, f"{path}: {engine} is {worst} off"


for words in " ".join(sys.argv[1:]).split(" -- "):
    check(*words.split(" "))
