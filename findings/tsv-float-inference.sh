#!/bin/sh
# Guess: a reader of tables that tells the kind of a column by its first rows reads the others by it or says that it
# cannot; either a column of numbers comes back as it is written, or there is an error.
#
# Seen with polars 2.1.0 and duckdb 2.0.1 (Python 3.11, Linux x86-64), on a table whose column z1 holds 0 in its first rows
# and then 0.75, 1.75, 2.75, each with its own defaults:
#   polars looks at 100 rows: after 100 whole ones it stops with "could not parse `0.75` as dtype `i64`";
#   duckdb looks at 20,480 lines: after 20,478 whole rows and the header the column is DOUBLE, after one more it is BIGINT,
#   and the fractions are rounded to 1, 2, 3 without a word.
# Written as 0.0, the same numbers are read by both: a column of floats should show in each row that it is one.
#
# Exits 0 while this is so, 1 when it is not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 polars-runtime-32==2.1.0 duckdb==2.0.1

cat >read.py <<'END'
import duckdb, polars

def write(whole, zero):
    with open("t.tsv", "w") as file:
        file.write("id\tz1\n")
        file.writelines(f"{row}\t{zero}\n" for row in range(whole))
        file.writelines(f"{whole + row}\t{row}.75\n" for row in range(3))

def of_polars():
    try:
        column = polars.read_csv("t.tsv", separator="\t")["z1"]
        return f"{column.dtype} {column.tail(3).to_list()}"
    except polars.exceptions.ComputeError as error:
        return str(error).split("\n")[0].split(" at column")[0]

def of_duckdb():
    rows = duckdb.sql("select typeof(z1), z1 from 't.tsv' order by id desc limit 3").fetchall()[::-1]
    return f"{rows[0][0]} {[row[1] for row in rows]}"

print("polars", polars.__version__, "duckdb", duckdb.__version__)
for whole, zero in (99, "0"), (100, "0"), (20_478, "0"), (20_479, "0"), (20_479, "0.0"):
    write(whole, zero)
    print(f"{whole} rows of {zero}: polars {of_polars()}; duckdb {of_duckdb()}")
END
venv/bin/python read.py | tee seen

cat >expected <<'END'
polars 2.1.0 duckdb 2.0.1
99 rows of 0: polars Float64 [0.75, 1.75, 2.75]; duckdb DOUBLE [0.75, 1.75, 2.75]
100 rows of 0: polars could not parse `0.75` as dtype `i64`; duckdb DOUBLE [0.75, 1.75, 2.75]
20478 rows of 0: polars could not parse `0.75` as dtype `i64`; duckdb DOUBLE [0.75, 1.75, 2.75]
20479 rows of 0: polars could not parse `0.75` as dtype `i64`; duckdb BIGINT [1, 2, 3]
20479 rows of 0.0: polars Float64 [0.75, 1.75, 2.75]; duckdb DOUBLE [0.75, 1.75, 2.75]
END
if diff expected seen; then echo "as described"; else echo "the behaviour has changed" >&2; exit 1; fi
