"""A script that answers: one JSON object a line, native unless USE_FLAGOS is exactly "1"."""

import json
import os
import sys

out = sys.argv[sys.argv.index("--output") + 1]
os.makedirs(os.path.dirname(out), exist_ok=True)
with open(out, "w") as lines:
    for index in range(3):
        lines.write(json.dumps({"idx": index, "answer": "ABC"[index]}) + "\n")
if os.environ["USE_FLAGOS"] == "1":
    print("[DEBUG] flag_gems.experimental_ops.rmsnorm.rmsnorm: GEMS RMSNORM")
