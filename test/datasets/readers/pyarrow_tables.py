"""Writes Parquet files of random schemas, and beside each its rows as pyarrow holds them: FOLDER COUNT"""

import datetime
import importlib.util
import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MAKE = Path(__file__).parents[3] / "fixtures" / "datasets" / "make.py"
specification = importlib.util.spec_from_file_location("make", MAKE)
make = importlib.util.module_from_spec(specification)
specification.loader.exec_module(make)

LEAVES = [pa.int64(), pa.int32(), pa.uint8(), pa.float64(), pa.bool_(), pa.string(), pa.large_string(), pa.binary(),
          pa.timestamp("us"), pa.date32()]
EPOCH = datetime.datetime(1970, 1, 1)


def random_type(source, depth):
    kind = source.random()
    if depth == 0 or kind < 0.4:
        return source.choice(LEAVES)
    if kind < 0.7:
        return pa.list_(random_type(source, depth - 1))
    names = [f"field {index}" for index in range(source.randrange(1, 4))]
    return pa.struct([(name, random_type(source, depth - 1)) for name in names])


def random_value(source, kind):
    if source.random() < 0.15:
        return None
    if pa.types.is_list(kind):
        return [random_value(source, kind.value_type) for _ in range(source.randrange(4))]
    if pa.types.is_struct(kind):
        return {field.name: random_value(source, field.type) for field in kind}
    if pa.types.is_boolean(kind):
        return source.random() < 0.5
    if pa.types.is_uint8(kind):
        return source.randrange(256)
    if pa.types.is_integer(kind):
        return source.choice([0, -1, source.randrange(-(2**31), 2**31)])
    if pa.types.is_floating(kind):
        return source.choice([0.5, -1e300, source.random()])
    if pa.types.is_binary(kind):
        return source.randbytes(source.randrange(12))
    if pa.types.is_date(kind):
        return (EPOCH + datetime.timedelta(days=source.randrange(-9999, 20000))).date()
    if pa.types.is_timestamp(kind):
        return EPOCH + datetime.timedelta(microseconds=source.randrange(-(10**15), 10**15))
    return "".join(source.choice("aé多🙂\n\"") for _ in range(source.randrange(9)))


def main(folder, count):
    for seed in range(count):
        source = random.Random(seed)
        schema = pa.schema([(f"column {index}", random_type(source, 3)) for index in range(source.randrange(1, 5))])
        rows = [{field.name: random_value(source, field.type) for field in schema} for _ in range(source.randrange(1, 60))]
        path = Path(folder) / f"{seed}.parquet"
        table = pa.Table.from_pylist(rows, schema=schema)
        pq.write_table(
            table,
            path,
            compression=source.choice(["none", "snappy", "gzip", "brotli", "lz4", "zstd"]),
            row_group_size=source.choice([1, 7, 1000]),
            use_dictionary=source.random() < 0.5,
            data_page_version=source.choice(["1.0", "2.0"]),
            data_page_size=source.choice([32, 2**20]),
            write_batch_size=source.choice([3, 1024]),
        )
        # Not read back: of some nested columns in small pages pyarrow 26 cannot read what it wrote.
        make.expect(path, table.to_pylist())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
