import {jsonList, jsonObject} from '../json.ts'

/** What one release of JAX did otherwise than the one that all scenarios were recorded on. */
export interface Otherwise {
  readonly release: string
  /** The scenarios that it did not run, or of which a call came to something else. */
  readonly scenarios: ReadonlySet<string>
}

/**
 * The records of a release, a line each: the first tells of the file, the others what differs.
 *
 * @param outcomes what each step of each scenario came to where all were recorded, by `id step`
 */
export function otherwise(text: string, outcomes: ReadonlyMap<string, string>): Otherwise {
  const [head = {}, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => jsonObject(JSON.parse(line)))
  const absent = jsonList(head['could not run there']).map(String)
  const differ = rows.filter(({id, step, expect}) => {
    const known = outcomes.get(`${String(id)} ${String(step)}`)
    return known !== undefined && known !== jsonObject(expect)['outcome']
  })
  return {
    release: String(jsonObject(head['versions'])['jax']),
    scenarios: new Set([...absent, ...differ.map(({id}) => String(id))]),
  }
}
