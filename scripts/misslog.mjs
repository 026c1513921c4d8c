/** Logs of misses of any size, for what is measured. */
import {closeSync, openSync, readFileSync, writeSync} from 'node:fs'

const recorded = new URL('../examples/logs/p21_training_many_edits.log', import.meta.url)
const ids = /\bid=(\d+)|\b0x([0-9a-f]{6,})\b/g

/** Writes a log of about `size` bytes that is mostly misses: a recorded one over and over, its objects at other addresses each time. */
export function writeMisses(path, size) {
  const text = readFileSync(recorded, 'utf8')
  const file = openSync(path, 'w')
  for (let written = 0, turn = 0; written < size; turn++)
    written += writeSync(
      file,
      text.replace(ids, (_, id, address) =>
        id === undefined
          ? `0x${(parseInt(address, 16) + turn * 64).toString(16)}`
          : `id=${Number(id) + turn * 64}`,
      ),
    )
  closeSync(file)
}
