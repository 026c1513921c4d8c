/** How a line goes on with a message: items, the lines of a limit, and what stands above them. */
const ofMessage =
  /^(?: {4}(?:triggered by the following guard failure|guard \d+ failures:|- |-$)| {3}(?:function|last reason|reasons): |To (?:log all recompilation reasons|diagnose recompilation issues)|to diagnose recompilation issues|User stack trace:$| {2}File "| {4}\S)/

/** Whether a line goes on with a message of torch's, where what stands before it is that of the message. */
export const continuesTorch = (text: string): boolean => ofMessage.test(text)

const rest = /\[__recompiles(?:_verbose)?\]/

/** Whether a line is of a message of which the first line is lost. */
export const isTorchRest = (text: string): boolean => rest.test(text)

const id = /\[(?<id>!?\d+(?:\/\d+)+)(?:_\d+)?\]/

/** The id of the compile in what stands before a message; null where there is none. */
export const compileIn = (prefix: string): string | null => id.exec(prefix)?.groups?.['id'] ?? null
