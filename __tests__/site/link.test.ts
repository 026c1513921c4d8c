import {deflateRawSync} from 'node:zlib'
import fc from 'fast-check'
import {hashOf, sharedIn} from '../../examples/site/link.ts'

test('hashOf(program) and sharedIn(hash) are inverse to each other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({unit: 'grapheme', maxLength: 200}), fc.nat(1000), async (text, at) => {
      const hash = await hashOf({text, at})
      expect(hash).toMatch(/^#at=\d+&p=[\w-]*$/)
      expect(await sharedIn(hash)).toEqual({text, at})
    }),
    {numRuns: 60},
  )
})

test('a program of a page makes a link of a few hundred letters', async () => {
  const text = 'predict(model, jnp.ones((32, 4)))\n'.repeat(20)
  expect((await hashOf({text, at: 0})).length).toBeLessThan(120)
})

test.each([
  '',
  '#',
  '#at=2',
  '#p=',
  '#p=!!!!',
  '#p=AAAA',
  `#p=${Buffer.from(deflateRawSync(Buffer.alloc(1_000_000, 'a'))).toString('base64url')}`,
  `#p=${Buffer.from(deflateRawSync(Buffer.from([0xff, 0xfe]))).toString('base64url')}`,
])('sharedIn(%#) of what holds no program, one of a million letters or no text is null', async (hash) => {
  expect(await sharedIn(hash)).toBe(null)
})

test('a link holds the release and what is locked, and takes no word for a lock that is none', async () => {
  const shared = {text: 'f(1)', at: 0, jax: '0.10.2', locked: ['model', 'reveal']} as const
  expect(await sharedIn(await hashOf(shared))).toEqual(shared)
  const hash = await hashOf({text: 'f(1)', at: 0})
  expect(await sharedIn(`${hash}&lock=reveal,nothing,__proto__,calls`)).toEqual({
    text: 'f(1)',
    at: 0,
    locked: ['calls', 'reveal'],
  })
})
