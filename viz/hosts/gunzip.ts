import {Readable, pipeline} from 'node:stream'
import {constants, createGunzip} from 'node:zlib'

/** The bytes that bytes packed by gzip hold, once or in several members; their end may be missing. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1 << 18})
  pipeline(Readable.from(chunks), unpacked, () => {})
  for await (const chunk of unpacked) if (chunk instanceof Uint8Array) yield chunk
}
