import type {Cause} from '../explanation.ts'
import type {Judgement} from './judgement.ts'

/** A function that was jitted anew. */
export function functionIdentity({now}: Cause, name: string): Judgement {
  const isLambda = name.includes('<lambda>') || (now ?? '').includes('<lambda>')
  return {
    taxonomy: 'identity',
    verdict: 'avoidable',
    advice: isLambda
      ? 'Define the lambda once at module level and jit it there, not where it is called.'
      : `Define and jit \`${name}\` once at module level, not in a loop or in a function that makes it anew.`,
    because: isLambda ? 'a new lambda was jitted each time' : `\`${name}\` was defined and jitted anew`,
  }
}

/** An object that reads the same and is another. */
export function identity({path, now, kind}: Cause): Judgement {
  const text = now ?? ''
  const because = `\`${path}\` was a new object each time`
  const judgement = {taxonomy: 'identity', verdict: 'avoidable', because} as const
  if (kind === 'node' || kind === 'variable')
    return {
      ...judgement,
      advice: `Define the class ${text} once: running its definition again makes another class (\`${path}\`).`,
      because: `the class of \`${path}\` was defined anew`,
    }
  if (/GradientTransformation|optax/.test(text) || /(^|\.)tx$/.test(path))
    return {
      ...judgement,
      advice: `Create the optimizer once, before the loop, or give every one the same \`tx\` (\`${path}\`).`,
    }
  if (text.includes('<lambda>'))
    return {...judgement, advice: `Define the lambda of \`${path}\` once at module level and use that one.`}
  if (text.includes('functools.partial'))
    return {...judgement, advice: `Make the partial of \`${path}\` once at module level and use that one.`}
  if (text.includes('<locals>'))
    return {
      ...judgement,
      advice: `Make \`${path}\` once, outside the function that returns a new one each time.`,
    }
  return {
    ...judgement,
    advice: `Reuse one object for \`${path}\`, or give its class __eq__ and __hash__ by value.`,
  }
}
