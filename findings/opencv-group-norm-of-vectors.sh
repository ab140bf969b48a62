#!/bin/sh
# Guess: a program that loads an ONNX model and joins operators to faster ones joins only those that it can then run.
#
# Seen with OpenCV 5.0.0 (opencv-python-headless 5.0.0.93, Python 3.11, Linux x86-64), on models that onnx.checker passes and
# ONNX Runtime 1.32.0 runs: of a vector, made one channel by Reshape, the mean and the deviation are taken out by
# InstanceNormalization, as group normalisation is written before it had an operator. Alone that agrees. With Mul and Add
# behind the second Reshape, which scale each value, the five become OpenCV's own GroupNormalization, which wants three
# dimensions and stops with "input dimension >= 3 is required". Scaled before the second Reshape they are not joined, and
# agree.
#
# Exits 0 while this is so, 1 when it is not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check opencv-python-headless==5.0.0.93 onnx==1.23.2 \
    onnxruntime==1.32.0 numpy==2.4.6

cat >run.py <<'END'
import cv2
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

SHAPES = {"rows": [-1, 1, 12], "vector": [-1, 12]}
NUMBERS = {"one": np.ones(1), "none": np.zeros(1), "scale": np.full(12, 2.0), "shift": np.full(12, 0.5)}
SCALES = [("Mul", "scale"), ("Add", "shift")]
BACK = [("Reshape", "vector")]


def outcome(tail):
    """What OpenCV makes of the operators behind the normalisation, beside ONNX Runtime."""
    nodes = [
        helper.make_node("Reshape", ["x", "rows"], ["a"]),
        helper.make_node("InstanceNormalization", ["a", "one", "none"], ["0"], epsilon=1e-5),
    ]
    for number, (operation, constant) in enumerate(tail):
        nodes.append(helper.make_node(operation, [str(number), constant], [str(number + 1)]))
    used = {name for node in nodes for name in node.input}
    constants = {name: np.array(value, np.int64) for name, value in SHAPES.items()}
    constants |= {name: value.astype(np.float32) for name, value in NUMBERS.items()}
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 12])],
        [helper.make_tensor_value_info(str(len(tail)), TensorProto.FLOAT, ["n", 12])],
        [numpy_helper.from_array(value, name) for name, value in constants.items() if name in used])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    x = np.arange(24, dtype=np.float32).reshape(2, 12) ** 2
    expected = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]
    net = cv2.dnn.readNetFromONNX(np.frombuffer(model.SerializeToString(), np.uint8))
    net.setInput(x, "x")
    try:
        return "agrees" if np.allclose(net.forward(), expected, atol=1e-5) else "differs"
    except cv2.error as error:
        return next(line for line in str(error).splitlines() if line.startswith("> DNN")).split(" (")[0]


print("OpenCV", cv2.__version__)
print("normalised:", outcome(BACK))
print("scaled, then a vector again:", outcome(SCALES + BACK))
print("a vector again, then scaled:", outcome(BACK + SCALES))
END
venv/bin/python run.py 2>errors | tee seen || { cat errors >&2; exit 1; }

cat >expected <<'END'
OpenCV 5.0.0
normalised: agrees
scaled, then a vector again: agrees
a vector again, then scaled: > DNN/GroupNorm: input dimension >= 3 is required
END
if diff expected seen; then echo "as described"; else echo "the behaviour has changed" >&2; exit 1; fi
