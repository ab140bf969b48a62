#!/bin/sh
# Guess: TensorBoard reads the event files of a run in the order in which they were written, and shows every point of a
# curve whose steps rise.
#
# Seen with TensorBoard 2.21.0 and its data server 0.7.2 (Python 3.11, Linux x86-64). Its own writer
# (tensorboard.summary.writer.event_file_writer) calls a file events.out.tfevents.SECONDS.HOST.PROCESS.COUNTER, and readers
# take files in the order of these names as text: of one second, process 100 comes before process 93. Twelve processes,
# 93 to 104, that write the points 1 to 12 of a curve one after another within a second give:
#   the reader in Python (EventAccumulator): 8 9 10 11 12 1 2 3 4 5 6 7, out of order;
#   the server (tensorboard --logdir, its default loader): 1 2 3 4 5 6 7. A step that is not behind the last one means to it
#   that the run was set back, and it drops the points from there on: five of twelve are lost without a word.
# In a container, where process numbers are small, a loop over a command that writes one event each meets this; names in
# which a fraction of the second follows the seconds do not.
#
# Exits 0 while this is so, 1 when it is not.
set -eu
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server" 2>/dev/null || :; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tensorboard==2.21.0 tensorboard-data-server==0.7.2 \
    protobuf==7.36.2 numpy==2.4.6 setuptools==65.5.0

cat >write.py <<'END'
from unittest import mock
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer import event_file_writer

for step in range(1, 13):
    with mock.patch("os.getpid", return_value=92 + step), mock.patch("time.time", return_value=1_700_000_000.0 + step / 100):
        writer = event_file_writer.EventFileWriter("runs/loop")
    value = Summary.Value(tag="loss", simple_value=1 / step)
    writer.add_event(Event(wall_time=1_700_000_000 + step / 100, step=step, summary=Summary(value=[value])))
    writer.close()
END
cat >read.py <<'END'
from tensorboard import version
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = EventAccumulator("runs/loop", size_guidance={"scalars": 0})
run.Reload()
print("TensorBoard", version.VERSION)
print("EventAccumulator:", *(point.step for point in run.Scalars("loss")))
END
cat >ask.py <<'END'
import json, sys, time, urllib.request

address = f"http://127.0.0.1:{sys.argv[1]}/data/plugin/scalars/"
for _ in range(300):
    try:
        if "loop" in json.load(urllib.request.urlopen(address + "tags")):
            break
    except OSError:
        pass
    time.sleep(0.2)
points = json.load(urllib.request.urlopen(address + "scalars?run=loop&tag=loss"))
print("server:", *(step for _, step, _ in points))
END
venv/bin/python write.py
port=$(venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/tensorboard --logdir runs --port "$port" >log 2>&1 &
server=$!
{ venv/bin/python read.py; venv/bin/python ask.py "$port"; } | tee seen

cat >expected <<'END'
TensorBoard 2.21.0
EventAccumulator: 8 9 10 11 12 1 2 3 4 5 6 7
server: 1 2 3 4 5 6 7
END
if diff expected seen; then echo "as described"; else echo "the behaviour has changed" >&2; exit 1; fi
