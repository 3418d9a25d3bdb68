// Writes the files of polars, arrow-rs and Arrow's JavaScript in tests/Hillock.Tests/Data/tables, after tables.py. Needs node with the packages nodejs-polars 0.26,
// parquet-wasm and apache-arrow: node tables.mjs FOLDER, where FOLDER is that of the table.
import pl from 'nodejs-polars';
import * as arrow from 'apache-arrow';
import * as parquet from 'parquet-wasm';
import fs from 'fs';

process.chdir(process.argv[2]);
const text = pl.readCSV('mixed.csv', { inferSchemaLength: 0 });
const column = name => text.getColumn(name);
const milliseconds = column('stamp').toArray().map(cell => cell === null ? null : Date.parse(cell.replace(' ', 'T') + 'Z'));
const typed = pl.DataFrame([
  column('number').cast(pl.Int64), column('small').cast(pl.Int8), column('wide').cast(pl.UInt32), column('real').cast(pl.Float64),
  column('single').cast(pl.Float32), column('word'), column('kind').cast(pl.Categorical),
  text.select(pl.col('flag').eq(pl.lit('true')).alias('flag')).getColumn('flag'),
  column('day').cast(pl.Utf8).str.strptime(pl.Date, '%Y-%m-%d'),
  pl.Series('stamp', milliseconds, pl.Float64).cast(pl.Int64).cast(pl.Datetime('ms')),
  column('price').cast(pl.Float64), column('large').cast(pl.Int64), column('class'),
]);
for (const compression of ['zstd', 'snappy', 'uncompressed', 'lz4']) {
  typed.writeParquet(`polars-${compression}.parquet`, { compression });
}

for (const compression of ['uncompressed', 'lz4', 'zstd']) {
  typed.writeIPC(`polars-${compression}.arrow`, { compression });
}

typed.writeIPCStream('polars.arrows', { compression: 'uncompressed' });

// Arrow's JavaScript: texts with offsets, dictionaries, several batches, and types that polars has not.
const cells = name => column(name).toArray();
const numbers = (name, type) => arrow.vectorFromArray(cells(name).map(cell => cell === null ? null : Number(cell)), type);
const columns = {
  number: arrow.vectorFromArray(cells('number').map(cell => cell === null ? null : BigInt(cell)), new arrow.Int64()),
  small: numbers('small', new arrow.Int16()),
  wide: numbers('wide', new arrow.Uint32()),
  real: numbers('real', new arrow.Float64()),
  single: numbers('single', new arrow.Float32()),
  word: arrow.vectorFromArray(cells('word'), new arrow.Utf8()),
  kind: arrow.vectorFromArray(cells('kind'), new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())),
  flag: arrow.vectorFromArray(cells('flag').map(cell => cell === null ? null : cell === 'true'), new arrow.Bool()),
  day: arrow.vectorFromArray(cells('day').map(cell => new Date(cell + 'T00:00:00Z')), new arrow.DateDay()),
  stamp: arrow.vectorFromArray(cells('stamp').map(cell => cell === null ? null : Date.parse(cell.replace(' ', 'T') + 'Z')), new arrow.TimestampMillisecond()),
  clock: arrow.vectorFromArray(cells('clock').map(cell => cell === null ? null : cell.split(':').reduce((all, part) => 60 * all + Number(part), 0)), new arrow.TimeSecond()),
  price: numbers('price', new arrow.Float64()),
  large: arrow.vectorFromArray(cells('large').map(BigInt), new arrow.Int64()),
  class: arrow.vectorFromArray(cells('class'), new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
};
const table = new arrow.Table(columns);
fs.writeFileSync('js.arrow', arrow.tableToIPC(table, 'file'));
fs.writeFileSync('js.arrows', arrow.tableToIPC(table, 'stream'));
const parts = new arrow.Table([...table.slice(0, 50).batches, ...table.slice(50).batches]);
fs.writeFileSync('js-parts.arrow', arrow.tableToIPC(parts, 'file'));

// Types that are seldom met, and columns of lists and structures between those that are read.
const rare = new arrow.Table({
  before: arrow.vectorFromArray([1, null, -3], new arrow.Int8()),
  list: arrow.vectorFromArray([[1, 2], null, [3]], new arrow.List(new arrow.Field('item', new arrow.Float64(), true))),
  record: arrow.vectorFromArray([{ a: 1, b: 'x' }, { a: 2, b: null }, null],
    new arrow.Struct([new arrow.Field('a', new arrow.Int32(), true), new arrow.Field('b', new arrow.Utf8(), true)])),
  half: arrow.vectorFromArray([0.5, -2, null], new arrow.Float16()),
  span: arrow.vectorFromArray([86400n, 43200n, null], new arrow.DurationSecond()),
  most: arrow.vectorFromArray([18446744073709551615n, 0n, 5n], new arrow.Uint64()),
  nothing: arrow.vectorFromArray([null, null, null], new arrow.Null()),
  numbered: arrow.vectorFromArray([2.5, 1.5, 2.5], new arrow.Dictionary(new arrow.Float64(), new arrow.Uint8())),
  nano: arrow.vectorFromArray([86400000, 43200000, null], new arrow.TimestampNanosecond()),
  bytes: arrow.vectorFromArray([new Uint8Array([1]), null, new Uint8Array([2, 3])], new arrow.Binary()),
  after: arrow.vectorFromArray(['p', 'q', null], new arrow.Utf8()),
});
fs.writeFileSync('rare.arrow', arrow.tableToIPC(rare, 'file'));

// arrow-rs: pages of the second version, and encodings that the others seldom use.
const { WriterPropertiesBuilder, WriterVersion, Compression, Encoding } = parquet;
const of = name => parquet.Table.fromIPCStream(arrow.tableToIPC(name, 'stream'));
const small = new arrow.Table({ ...columns, clock: numbers('small', new arrow.Int32()) }).select(Object.keys(columns).filter(name => name !== 'clock'));
const v2 = new WriterPropertiesBuilder().setWriterVersion(WriterVersion.V2).setCompression(Compression.SNAPPY);
fs.writeFileSync('rust-v2.parquet', parquet.writeParquet(of(small), v2.build()));
let seldom = new WriterPropertiesBuilder().setWriterVersion(WriterVersion.V2).setCompression(Compression.ZSTD).setDictionaryEnabled(false);
for (const [name, encoding] of [['word', 'DELTA_BYTE_ARRAY'], ['kind', 'DELTA_LENGTH_BYTE_ARRAY'], ['number', 'DELTA_BINARY_PACKED'], ['wide', 'DELTA_BINARY_PACKED'],
  ['real', 'BYTE_STREAM_SPLIT'], ['single', 'BYTE_STREAM_SPLIT'], ['class', 'DELTA_BYTE_ARRAY']]) {
  seldom = seldom.setColumnEncoding(name, Encoding[encoding]);
}

fs.writeFileSync('rust-delta.parquet', parquet.writeParquet(of(small), seldom.build()));
const groups = new WriterPropertiesBuilder().setMaxRowGroupSize(40).setDataPageSizeLimit(100).setWriteBatchSize(8);
fs.writeFileSync('rust-groups.parquet', parquet.writeParquet(of(small), groups.build()));
