#!/bin/sh
# Guess: the reference evaluator of onnx computes every operator in every version as its specification says: batch
# normalisation of one output goes by the mean and the variance that it is given, which is what there was before version 14
# brought the attribute training_mode.
#
# Seen with onnx 1.23.2 (Python 3.11, Linux x86-64): on a node that onnx.checker passes in every version, versions 14 and 28
# give (x - mean) / sqrt(variance + epsilon), as ONNX Runtime 1.32.0 does in all. In 9 and 13 the reference evaluator moves
# mean and variance towards those of the batch first, by momentum, 0.9 unless said, and goes by the result.
#
# Exits 0 while this is so, 1 when it is not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6

cat >run.py <<'END'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

CONSTANTS = {"scale": [1.0], "shift": [0.0], "mean": [0.0], "variance": [1.0]}
X = np.array([[10.0], [30.0]], np.float32)


def outcomes(opset):
    node = helper.make_node("BatchNormalization", ["x", *CONSTANTS], ["y"], epsilon=1e-5)
    graph = helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 1])],
        [numpy_helper.from_array(np.array(value, np.float32), name) for name, value in CONSTANTS.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=7 if opset < 15 else 14)
    onnx.checker.check_model(model, full_check=True)
    runtime = onnxruntime.InferenceSession(model.SerializeToString())
    for run in runtime.run, ReferenceEvaluator(model).run:
        yield [round(float(value), 2) for value in run(None, {"x": X})[0].ravel()]


print("onnx", onnx.__version__)
for opset in 9, 13, 14, 28:
    print(f"opset {opset}:", *outcomes(opset))
END
venv/bin/python run.py | tee seen

cat >expected <<'END'
onnx 1.23.2
opset 9: [10.0, 30.0] [2.42, 8.48]
opset 13: [10.0, 30.0] [2.42, 8.48]
opset 14: [10.0, 30.0] [10.0, 30.0]
opset 28: [10.0, 30.0] [10.0, 30.0]
END
if diff expected seen; then echo "as described"; else echo "the behaviour has changed" >&2; exit 1; fi
