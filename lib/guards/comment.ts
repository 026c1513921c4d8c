import type {GuardMaker} from '../log/index.ts'
import {isQuote, skipString} from '../python/index.ts'

/** A guard's words, the line of the program that made it, `file:line`, empty where the words name none, and what of torch did. */
interface Commented {
  readonly said: string
  readonly site: string
  readonly by: GuardMaker | null
}

/** Two blanks, of which folding leaves one. */
const begins = [' # ', ' (HINT: '] as const
const place = /# ([^\s#]+:\d+) in /g
const ofTorch = /^(?:torch\/)?(?:_(?:dynamo|functorch|inductor)\/|nn\/(?:modules\/|functional\.py)|optim\/)/
const ofLayer = /^(?:torch\/)?nn\/modules\/(?!container\.|module\.)/
const ofModule = '(HINT: torch.compile considers integer attributes of the nn.Module'
const ofDuck = /^ # duck sizing added this equality/
/** The place in torch's own code behind that of the program. */
const inTorch = /:\d+ in \S+ \(\S+:\d+ in \S+\)$/

/**
 * Takes off what torch writes behind a guard: the source line that made it, where that stands, a hint.
 *
 * @example
 * commented('self.n == 1          # self.n += 1  # me/net.py:16 in forward') // {said: 'self.n == 1', site: 'me/net.py:16', by: null}
 */
export function commented(text: string): Commented {
  const end = commentIn(text)
  const comment = text.slice(end)
  const sites = [...comment.matchAll(place)].map(([, site = '']) => site)
  return {
    said: text.slice(0, end).trim(),
    site: sites.findLast((site) => !ofTorch.test(site)) ?? '',
    by: makerIn(comment, sites.at(-1)),
  }
}

function makerIn(comment: string, site = ''): GuardMaker | null {
  if (ofDuck.test(comment)) return 'duck sizing'
  if (inTorch.test(comment.trimEnd())) return 'specialization'
  if (ofLayer.test(site)) return 'layer'
  return comment.includes(ofModule) ? 'module' : null
}

/** Where a comment begins outside of strings; in a text whose strings do not end, anywhere; else its end. */
function commentIn(text: string): number {
  for (let at = 0; at < text.length; at++) {
    if (begins.some((one) => text.startsWith(one, at))) return at
    if (isQuote(text, at)) {
      const end = skipString(text, at)
      if (end === text.length && text[end - 1] !== text[at]) break
      at = end - 1
    }
  }
  const found = begins.map((one) => text.indexOf(one)).filter((at) => at >= 0)
  return found.length === 0 ? text.length : Math.min(...found)
}
