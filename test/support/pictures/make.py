"""Makes the pictures of this folder. Needs Pillow: python3 test/support/pictures/make.py

accepted/  a picture, and NAME.rgb with its size and its RGB bytes as Pillow's convert("RGB") has them, which is how
           the published servers read pictures
refused/   what is no whole picture, and NAME.message: a part of the message
"""

import io
import json
import shutil
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageCms

HERE = Path(__file__).parent


def main():
    for name in ("accepted", "refused"):
        shutil.rmtree(HERE / name, ignore_errors=True)
        (HERE / name).mkdir()
    rgb = pattern("RGB", 5, 4)
    accept("rgb.png", encode(rgb, "PNG"))
    accept("rgb.webp", encode(rgb, "WEBP", lossless=True))
    accept("rgb-quality-90.jpg", encode(pattern("RGB", 16, 16), "JPEG", quality=90, subsampling=0))
    accept("grey.jpg", encode(pattern("L", 16, 8), "JPEG", quality=100))
    accept("grey.png", encode(pattern("L", 5, 4), "PNG"))
    accept("grey-transparent.png", encode(pattern("LA", 5, 4), "PNG"))
    accept("transparent.png", encode(pattern("RGBA", 5, 4), "PNG"))
    accept("transparent.webp", encode(pattern("RGBA", 5, 4), "WEBP", lossless=True, exact=True))
    accept("palette.png", encode(rgb.quantize(4), "PNG"))
    accept("interlaced.png", interlaced())
    accept("one-pixel.png", encode(pattern("RGB", 1, 1), "PNG"))
    accept("turned-by-exif.jpg", encode(pattern("RGB", 16, 8), "JPEG", quality=100, subsampling=0, exif=orientation(6)))
    accept("colour-profile.png", encode(rgb, "PNG", icc_profile=lab_profile()))
    accept("bytes-behind-the-end.png", encode(rgb, "PNG") + b"more")

    png, jpg = encode(pattern("RGB", 64, 64), "PNG"), encode(pattern("RGB", 64, 64), "JPEG")
    webp = encode(pattern("RGB", 64, 64), "WEBP")
    refuse("empty.png", b"", "the picture is empty")
    refuse("text.jpg", b"not a picture\n", "not a whole PNG, JPEG or WebP picture")
    refuse("html.png", b"<!doctype html><title>404 Not Found</title>", "not a whole PNG, JPEG or WebP picture")
    refuse("svg.png", b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', "it is svg")
    refuse("gif.png", encode(rgb, "GIF"), "it is gif")
    refuse("signature-alone.png", png[:8], "not a whole")
    for part in (30, 60, 99):
        for name, data in (("png", png), ("jpg", jpg), ("webp", webp)):
            refuse(f"first-{part}-percent.{name}", data[: len(data) * part // 100], "not a whole")
    refuse("no-end-mark.png", png[:-12], "its end is missing")
    damaged = bytearray(png)
    damaged[len(png) // 2] ^= 0xFF
    refuse("damaged.png", bytes(damaged), "not a whole")


def pattern(mode, width, height):
    """Smooth, so that JPEG's coefficients are exact in either decoder, and every channel another."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    size = width * height
    values = [(band * 50 + at * 200 // size + 5) % 256 for at in range(size) for band in range(bands)]
    return Image.frombytes(mode, (width, height), bytes(values))


def encode(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def interlaced():
    """A 2 x 2 PNG in Adam7 order, which Pillow reads but does not write."""
    passes = b"\0" + bytes([10, 20, 30]) + b"\0" + bytes([40, 50, 60]) + b"\0" + bytes([70, 80, 90, 100, 110, 120])
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 1)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(passes)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def lab_profile():
    """Any profile that is not sRGB: a reader that applied it would change the pixels."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()


def accept(name, data):
    (HERE / "accepted" / name).write_bytes(data)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    expected = {"width": image.width, "height": image.height, "pixels": list(image.tobytes())}
    (HERE / "accepted" / f"{name}.rgb").write_text(json.dumps(expected) + "\n")


def refuse(name, data, message):
    (HERE / "refused" / name).write_bytes(data)
    (HERE / "refused" / f"{name}.message").write_text(message + "\n")


main()
