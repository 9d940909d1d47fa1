"""POST /infer as FlagScale's server of November 2025: eef_pose in, the first 10 steps of the first 14 dimensions out."""

import os
import sys

sys.path.insert(0, os.getcwd())

import numpy as np
from flask import Flask, jsonify, request

from flagscale.models.pi0.modeling_pi0 import PI0Policy

policy = PI0Policy()
policy.sample_actions(np.zeros((2, 14), np.float32))
app = Flask(__name__)


@app.route("/infer", methods=["POST"])
def infer():
    data = request.get_json()
    for name in ("qpos", "eef_pose", "instruction"):
        if name not in data:
            return jsonify({"success": False, "error": f"Request requires: {name}"}), 400
    actions = policy.sample_actions(np.array(data["eef_pose"], np.float32))
    return jsonify({"success": True, "qpos": actions[:, :10, :14].tolist()})


print("Serve URL: http://0.0.0.0:" + sys.argv[1], flush=True)
app.run("127.0.0.1", int(sys.argv[1]), debug=False, threaded=True)
