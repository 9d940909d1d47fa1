"""POST /infer in the manner of FlagScale's server of November 2025, with Flask or without.

It answers with the state it was given, with the sum of each picture's RGB bytes, and with numbers that JSON does not
have. Prints its port.
"""

import base64
import io
import json
import math
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
from PIL import Image


def main():
    start = flask_server if len(sys.argv) > 1 and sys.argv[1] == "flask" else plain_server
    start()


def flask_server():
    from flask import Flask, jsonify, request
    from werkzeug.serving import make_server

    app = Flask(__name__)

    @app.post("/infer")
    def infer_route():
        answer, status = infer(request.get_json())
        return jsonify(answer), status

    serve(make_server("127.0.0.1", 0, app))


def plain_server():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            answer, status = infer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    serve(HTTPServer(("127.0.0.1", 0), Handler))


def serve(server):
    print(server.server_port, flush=True)
    server.serve_forever()


def infer(data):
    for name in ("qpos", "eef_pose"):
        if name not in data:
            return {"success": False, "error": f"Request requires: {name}"}, 400
    if data["instruction"] == "fail":
        raise RuntimeError("asked to fail")
    state = np.array(data["eef_pose"], np.float32)
    rows = [state[0].tolist(), padded([sum_of(picture) for picture in data["images"][0].values()])]
    rows.append(padded([math.nan, math.inf, -math.inf, -0.0]))
    return {"success": True, "qpos": [rows]}, 200


def sum_of(picture):
    data = base64.b64decode(picture)
    return float(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).sum(dtype=np.int64))


def padded(row):
    return row + [0.0] * (14 - len(row))


main()
