"""Writes a container's root file system from this host's own files, as a tar file, and prints the file's path.

The one argument is the folder to keep it in. A file that is there for the same Python and packages is taken as it is.
"""

import hashlib
import importlib.metadata
import io
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path

COMMANDS = """
    sh cat chmod chown cp cut date env false grep head id kill ls mkdir mv nohup ps pwd readlink rm rmdir sed setsid
    sha256sum sleep stat sync tail test touch tr true uname wc
""".split()

# Those of the peers' virtual environment that a server in a container can need. Pillow is too large.
PACKAGES = ("numpy", "flask", "msgpack", "websockets")

# What no server needs: the vfs storage driver copies the image for each container.
LEFT_OUT = {
    "__pycache__", "dist-packages", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "site-packages", "test", "tests",
    "tkinter", "turtledemo",
}  # fmt: skip
LEFT_OUT_PATTERN = re.compile(r"config-.*|_tkinter\..*|_test.*\.so|_ctypes_test\..*|.*\.(a|pyi|h)")

TEXTS = {
    "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}
FOLDERS = {
    "/proc": 0o555, "/sys": 0o555, "/dev": 0o755, "/root": 0o755, "/run": 0o755, "/tmp": 0o1777, "/var/tmp": 0o1777,
}  # fmt: skip


def main():
    folder = Path(sys.argv[1])
    packages = closure(PACKAGES)
    name = f"{fingerprint(packages)}.tar"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        older = list(folder.glob("*.tar"))
        # Under another name until it is whole: test files run at the same time.
        unfinished = folder / f"{name}.{os.getpid()}"
        with tarfile.open(unfinished, "w", format=tarfile.PAX_FORMAT) as tar:
            fill(RootFileSystem(tar), packages)
        unfinished.rename(folder / name)
        for tar_file in older:
            tar_file.unlink(missing_ok=True)
    print(folder / name)


def closure(names):
    """The packages that are installed, of these and of those that they require."""
    found, waiting = {}, list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        required = (line for line in found[name].requires or () if ";" not in line)
        waiting += [re.match(r"[\w.-]+", line).group() for line in required]
    return found


def fingerprint(packages):
    facts = [Path(__file__).read_text(), sys.version, sys.base_prefix]
    facts += sorted(f"{name} {package.version}" for name, package in packages.items())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def fill(root, packages):
    # On most hosts /bin, /lib and the like are links, by which programs name their loader.
    for path in ("/bin", "/lib", "/lib64", "/sbin"):
        root.folder(path)
    for path, mode in FOLDERS.items():
        root.folder(path, mode)
    for path, text in TEXTS.items():
        root.text(path, text)
    for command in COMMANDS:
        found = shutil.which(command, path="/usr/bin:/bin:/usr/local/bin")
        if found is not None:
            root.file(found)
            root.link(f"/usr/bin/{command}", os.path.realpath(found))
    fill_python(root, packages)
    # The shell may be asked for by either path, also on a host whose /bin is a folder of its own.
    root.link("/bin/sh", os.path.realpath("/bin/sh"))
    for library in libraries(root.programs):
        root.file(library)


def fill_python(root, packages):
    """The interpreter stays where it is on the host, as it finds its library by that; the packages become its own."""
    python = os.path.realpath(sys._base_executable)
    root.file(python)
    for name in ("python3", "python", os.path.basename(python)):
        root.link(f"/usr/bin/{name}", python)
    for scheme in ("stdlib", "platstdlib"):
        root.tree(sysconfig.get_path(scheme))
    target = base_site_packages()
    for package in packages.values():
        for entry in package.files or ():
            if ".." not in entry.parts and not is_left_out(entry.parts):
                root.file(str(entry.locate()), f"{target}/{entry}")


def base_site_packages():
    """Where the interpreter without the virtual environment looks for packages."""
    command = [sys._base_executable, "-I", "-c", "import site; print(site.getsitepackages()[0])"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def is_left_out(parts):
    return any(part in LEFT_OUT or LEFT_OUT_PATTERN.fullmatch(part) for part in parts)


def libraries(programs):
    """The shared libraries of programs and modules, with the loader, other than the packages' own."""
    # ldd names what it does not find too, and fails at what is linked statically: both are left to the container.
    listing = subprocess.run(["ldd", *programs], capture_output=True, text=True).stdout
    found = set(re.findall(r"^\s+(?:\S+ => )?(/\S+) \(0x", listing, re.MULTILINE))
    return sorted(path for path in found if "/site-packages/" not in path)


class RootFileSystem:
    """A tar file in which each path is there once, under its parents, with this host's links of folders."""

    def __init__(self, tar):
        self.tar = tar
        self.paths = set()
        self.programs = []

    def folder(self, path, mode=0o755):
        if path == "/" or not self.is_new(path):
            return
        self.folder(os.path.dirname(path))
        if os.path.islink(path):
            self.folder(os.path.realpath(path))
            self.add(path, tarfile.SYMTYPE, linkname=os.readlink(path))
        else:
            self.add(path, tarfile.DIRTYPE, mode=mode)

    def text(self, path, text):
        self.folder(os.path.dirname(path))
        if self.is_new(path):
            self.write(path, text.encode(), 0o644)

    def link(self, path, target):
        path = in_real_folder(path)
        self.folder(os.path.dirname(path))
        if path != target and self.is_new(path):
            self.add(path, tarfile.SYMTYPE, linkname=target)

    def file(self, source, path=None):
        """A file, and what it links to."""
        path = in_real_folder(path or source)
        if os.path.islink(source):
            self.link(path, os.path.realpath(source))
            source = path = os.path.realpath(source)
        self.folder(os.path.dirname(path))
        if not os.path.isfile(source) or not self.is_new(path):
            return
        content = Path(source).read_bytes()
        if content.startswith(b"\x7fELF"):
            self.programs.append(source)
        self.write(path, content, os.stat(source).st_mode & 0o755, os.stat(source).st_mtime)

    def tree(self, source):
        for folder, folders, names in os.walk(source):
            folders[:] = [name for name in folders if not is_left_out([name])]
            for name in names:
                if not is_left_out([name]):
                    self.file(os.path.join(folder, name))

    def is_new(self, path):
        known = path in self.paths
        self.paths.add(path)
        return not known

    def write(self, path, content, mode, mtime=0):
        self.add(path, tarfile.REGTYPE, io.BytesIO(content), mode=mode, size=len(content), mtime=mtime)

    def add(self, path, kind, content=None, **fields):
        entry = tarfile.TarInfo(path.lstrip("/"))
        entry.type = kind
        for name, value in fields.items():
            setattr(entry, name, value)
        self.tar.addfile(entry, content)


def in_real_folder(path):
    """The path with its folder's links followed, and not its own."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


main()
