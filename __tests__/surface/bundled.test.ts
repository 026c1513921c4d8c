import {execFileSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const index = join(__dirname, '../../lib/index.ts')

test('a bundle keeps what does something as it loads: numbers, the methods of arrays, the texts of models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundled-'))
  const [entry, file] = [join(folder, 'app.mjs'), join(folder, 'made.mjs')]
  writeFileSync(
    entry,
    `import {jnp, nnx} from ${JSON.stringify(index)}
const {bias} = new nnx.Linear({in_features: 2, out_features: 2, rngs: new nnx.Rngs(0)})
console.log(String(jnp.add(jnp.ones([2]), 1)), jnp.arange(3).sum().tolist(), String(bias).split('\\n')[0])`,
  )
  expect(
    execFileSync(process.execPath, [join(__dirname, 'bundled.mjs'), entry, file], {encoding: 'utf8'}),
  ).toBe('Array([2., 2.], dtype=float32) 3 Param( # 2 (8 B)\n')
})
