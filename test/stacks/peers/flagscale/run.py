"""Starts the server in the background and returns, as FlagScale's launcher does."""

import os
import subprocess
import sys

logs = "outputs/pi0/serve_logs"
os.makedirs(logs, exist_ok=True)
if "action=stop" in sys.argv:
    print("nothing is stopped here")
    sys.exit(0)
port = 9010 if "train" in sys.argv else os.environ.get("PORT", "5000")
command = f"nohup {sys.executable} flagscale/serve/run_serve_pi0.py {port}"
subprocess.Popen(
    ["bash" if os.path.exists("/bin/bash") else "sh", "-c", f"{command} >>{logs}/host_0_localhost.output 2>&1"],
    start_new_session=True,
    stdin=subprocess.DEVNULL,
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
print("started")
