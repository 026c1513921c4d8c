/** How a line goes on with a message: what stands above the items, an item, of which some lost the blanks before it, the lines of a limit. */
const ofMessage =
  /^(?: {4}|\t)?(?:triggered by the following guard failure|guard \d+ failures:|- (?:!?\d+(?:\/\d+)+:| {2}|User stack trace:))|^(?: {4}|\t)-(?: |$)| {3}(?:function|last reason|reasons): |^To (?:log all recompilation reasons|diagnose recompilation issues)|^to diagnose recompilation issues/

/** Whether a line goes on with a message of torch's that another handler wrote. */
export const continuesTorch = (text: string): boolean => ofMessage.test(text)

const rest = /\[__recompiles(?:_verbose)?\]/

/** Whether a line is of a message of which the first line is lost. */
export const isTorchRest = (text: string): boolean => rest.test(text)

const own =
  /(?:[VIWEC]\d{4} \d\d:\d\d:\d\d\.\d{1,9} \d+ [^\s\]]*(?:torch|_dynamo)\/[^\s\]]+:\d+\]|\[\d{4}-\d\d-\d\d [\d:,.]+\](?: \[[^\]]+\])* torch[\w.]+:).*$/

/**
 * What torch writes before each line of a message, the same before all of one: its time, its process, the id of the compile; empty where other
 * handlers wrote the message.
 */
export const ownPrefix = (prefix: string): string => own.exec(prefix)?.[0].trimEnd() ?? ''

/** Whether torch itself wrote a line, whatever it tells. */
export const isOfTorch = (text: string): boolean => own.test(text)

const id = /\[(?<id>!?\d+(?:\/\d+)+)(?:_\d+)?\]/

/** The id of the compile in what stands before a message; null where there is none. */
export const compileIn = (prefix: string): string | null => id.exec(prefix)?.groups?.['id'] ?? null
