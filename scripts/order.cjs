/**
 * In which order jest runs the tests: those of __tests__/slow.json first, as they stand there, the longest first. One of them that
 * began last would run on while everything else is done.
 */
const {join, relative, sep} = require('node:path')
const Sequencer = require('@jest/test-sequencer').default
const slow = require('../__tests__/slow.json')

const root = join(__dirname, '..')

const place = ({path}) => {
  const name = relative(root, path).split(sep).join('/')
  const found = slow.findIndex((one) => name.startsWith(one))
  return found === -1 ? slow.length : found
}

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => place(a) - place(b))
  }
}
