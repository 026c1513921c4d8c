import type {Cause} from '../explanation.ts'
import type {Judgement} from './judgement.ts'
import {isFlag, isFloat, isNumber} from './number.ts'

/** A model of another structure, or with other static attributes. */
export function graphdef(cause: Cause): Judgement {
  const {path, change, now, before, kind, segments, from} = cause
  const owner = segments[0] ?? path
  const judgement = {taxonomy: 'structural', verdict: 'necessary', because: `\`${path}\` changed`} as const
  if (change === 'moved')
    return {
      ...judgement,
      advice: `Keep names and order of the layers: \`${from ?? ''}\` became \`${path}\`.`,
      because: `\`${from ?? ''}\` became \`${path}\``,
    }
  if (/\bIntermediate\b/.test(now ?? before ?? ''))
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: `Call nnx.pop(${owner}, nnx.Intermediate) after each call, so that \`${path}\` does not stay in the model.`,
      because: `\`${path}\` was sown and never popped`,
    }
  if (kind === 'metadata')
    return {
      ...judgement,
      advice: `Set the metadata \`${path}\` before the first call, and before an optimizer copies it.`,
      because: `the metadata \`${path}\` changed`,
    }
  if (
    kind === 'reference' ||
    (now ?? '').startsWith('shared with') ||
    (before ?? '').startsWith('shared with')
  )
    return {
      ...judgement,
      advice: `Share or separate \`${path}\` before the first call.`,
      because: `\`${path}\` was shared or separated`,
    }
  if (kind !== 'attribute') {
    const verb = change === 'added' ? 'added' : change === 'removed' ? 'removed' : 'replaced'
    return {
      ...judgement,
      advice: `Build \`${owner}\` in its final form before the first call: \`${path}\` was ${verb} later.`,
      because: `\`${path}\` was ${verb}`,
    }
  }
  if (change === 'added' || change === 'removed')
    return {
      ...judgement,
      advice: `Set or delete \`${path}\` before the first call.`,
      because: `\`${path}\` was ${change}`,
    }
  const last = segments.at(-1) ?? ''
  if (isFlag(now) && isFlag(before)) {
    if (before === 'None' || now === 'None')
      return {
        ...judgement,
        verdict: 'avoidable',
        advice: `Call ${owner}.train() or ${owner}.eval() once before the first call, so that \`${path}\` is never None.`,
        because: `\`${path}\` was None at first`,
      }
    if (last === 'deterministic' || last === 'use_running_average')
      return {
        ...judgement,
        advice: `Keep it: training and evaluation are two programs, and both stay cached. Warm up both before the loop (\`${path}\`).`,
        because: `\`${path}\` differs between training and evaluation`,
      }
    return {
      ...judgement,
      advice: `Decide \`${path}\` before the first call: each of its values is a program of its own.`,
    }
  }
  const isSize = /(features|size|dim|axis|num_|rate|epsilon|momentum|strides|heads)/.test(last)
  if (isNumber(now) && isNumber(before) && !isSize) {
    const isCounter = !isFloat(now) && !isFloat(before)
    return {
      ...judgement,
      verdict: 'avoidable',
      advice: isCounter
        ? `Keep \`${path}\` in an nnx.Variable, or move the counter out of ${owner}.`
        : `Keep \`${path}\` in an nnx.Variable, so that its value is data and not part of the graphdef.`,
      because: `the number \`${path}\` changed`,
    }
  }
  return {
    ...judgement,
    advice: `Choose \`${path}\` before the first call: each of its values is a program of its own.`,
  }
}
