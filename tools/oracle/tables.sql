-- The files of DuckDB (1.5) in tests/Hillock.Tests/Data/tables, in which it is to be started: duckdb < ../../../../tools/oracle/tables.sql, after tables.py.
create table mixed as select * from read_csv('mixed.csv', header = true, columns = {
  'number': 'bigint', 'small': 'tinyint', 'wide': 'uinteger', 'real': 'double', 'single': 'float', 'word': 'varchar', 'kind': 'varchar', 'flag': 'boolean',
  'day': 'date', 'stamp': 'timestamp', 'clock': 'time', 'price': 'decimal(10,2)', 'large': 'bigint', 'class': 'varchar'});
copy mixed to 'duckdb-v1.parquet' (format parquet, row_group_size 2048);
copy mixed to 'duckdb-v2.parquet' (format parquet, parquet_version v2, codec 'zstd');
copy (select * replace (price::decimal(30,2) as price, kind::enum('a', 'b', 'c') as kind, large::ubigint as large, stamp::timestamp_ns as stamp) from mixed)
  to 'duckdb-plain.parquet' (format parquet, codec 'uncompressed', dictionary_size_limit 1);
copy mixed to 'duckdb-gzip.parquet' (format parquet, codec 'gzip');
copy mixed to 'duckdb-brotli.parquet' (format parquet, codec 'brotli');
copy mixed to 'duckdb-lz4.parquet' (format parquet, codec 'lz4_raw');
copy (select number, [number, small] as pair, {'a': small, 'b': word} as record, word, class from mixed) to 'nested.parquet' (format parquet);
copy (select 'a' as word, null::integer as nothing, 'b'::blob as bytes, uuid() as id, interval 1 day as span, 1.5::float as x from range(3))
  to 'rare.parquet' (format parquet);
copy (select * from mixed where false) to 'empty.parquet' (format parquet);
