/** Entries of a list in the order in which they were written. */
export interface OldestFirst<T> {
  /** What of these and of those before is next. */
  take(entries: readonly T[]): readonly T[]
  /** What was held, the oldest first. */
  end(): readonly T[]
}

/** A list whose times fall is turned round; a time that rises again is an exception among so many that fall. */
const exceptional = 8
/** Fewer times that fall may be two clocks. */
const fewest = 2

/** A fresh order. A list may be printed with the newest entry first, as `gcloud logging read` does: so long as the times of a list fall, it is held. */
export function oldestFirst<T>(timeOf: (entry: T) => number): OldestFirst<T> {
  const held: T[] = []
  let [last, falls, rises, isForward] = [Number.NaN, 0, 0, false]
  const add = (entry: T): readonly T[] => {
    if (isForward) return [entry]
    const time = timeOf(entry)
    if (time < last) falls++
    else if (time > last) rises++
    isForward = Number.isNaN(time) || falls < exceptional * rises
    last = time
    held.push(entry)
    return isForward ? held.splice(0) : []
  }
  return {
    take: (entries) => entries.flatMap(add),
    end: () => (falls < fewest ? held.splice(0) : held.splice(0).reverse()),
  }
}
