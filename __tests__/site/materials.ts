import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import type {Materials} from '../../examples/site/index.ts'
import {root} from '../structure/project.ts'

const file = (path: string): Buffer => readFileSync(join(root, path))

/** What the pages of the site are made of, with two public names in the place of all. */
export const materials: Materials = {
  version: '1.0.0',
  text: (path) => file(path).toString('utf8'),
  packed: (path) => gzipSync(file(path)).toString('base64'),
  pack: (text) => gzipSync(text).toString('base64'),
  modules: [
    {
      name: 'nnx',
      from: 'jitlens',
      names: [
        {
          name: 'nnx.Linear',
          kind: 'class',
          lines: ['new nnx.Linear(options: LinearOptions)'],
          text: 'A linear transformation of the last axis.',
          params: [],
          throws: ['{PythonError} ValueError of `rngs`.'],
          examples: ['layer.kernel.shape // [4, 8]'],
          members: [{lines: ['call(inputs: Input): JaxArray'], text: '`x @ kernel + bias`.', examples: []}],
          python: 'flax.nnx.Linear(in_features, out_features, *, rngs)',
        },
      ],
    },
    {
      name: 'jitlens/script',
      from: 'jitlens/script',
      names: [
        {
          name: 'runProgram',
          kind: 'function',
          lines: ['runProgram(text: string): ScriptRun'],
          text: 'Runs a program.\n\nIn two steps:\n- it is read\n- it is run',
          params: ['text the program'],
          throws: [],
          examples: [],
          members: [],
        },
      ],
    },
  ],
}
