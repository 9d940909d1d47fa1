"""openpi's WebSocket protocol with Python's websockets, msgpack and numpy. Prints its port.

The answer's first row is the state, the second the sums of the pictures' bytes, in the dtype that the task names.
"""

import asyncio
import traceback

import msgpack
import numpy as np
import websockets.asyncio.server

CAMERAS = ("base_0_rgb", "left_wrist_0_rgb", "right_wrist_0_rgb")


async def main():
    async with websockets.asyncio.server.serve(answer_all, "127.0.0.1", 0, compression=None, max_size=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


async def answer_all(socket):
    await socket.send(msgpack.packb({"server": "python"}))
    async for frame in socket:
        try:
            actions = infer(msgpack.unpackb(frame, object_hook=array_of))
            answer = {"action": actions, "actions": actions, "server_timing": {"infer_ms": np.float64(1.5)}}
            await socket.send(msgpack.packb(answer, default=message_of))
        except Exception:
            await socket.send(traceback.format_exc())
            await socket.close(1011, "Traceback in the frame before")
            return


def infer(observation):
    state = observation["observation.state"]
    images = [observation[f"observation.images.{camera}"] for camera in CAMERAS]
    if state.dtype != np.float32 or any(image.dtype != np.uint8 or image.ndim != 3 for image in images):
        raise TypeError("the state must be float32, the pictures HWC uint8")
    sums = np.zeros(len(state))
    sums[: len(images)] = [image.sum(dtype=np.int64) for image in images]
    return np.stack([state, sums])[None].astype(observation["task"])


def message_of(value):
    if isinstance(value, np.ndarray):
        return {b"__ndarray__": True, b"data": value.tobytes(), b"dtype": value.dtype.str, b"shape": value.shape}
    if isinstance(value, np.generic):
        return {b"__npgeneric__": True, b"data": value.item(), b"dtype": value.dtype.str}
    raise TypeError(f"cannot send {value!r}")


def array_of(fields):
    if b"__ndarray__" not in fields:
        return fields
    return np.frombuffer(fields[b"data"], np.dtype(fields[b"dtype"])).reshape(fields[b"shape"])


asyncio.run(main())
