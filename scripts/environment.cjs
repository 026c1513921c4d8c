/**
 * Jest's environment for Node, in a context whose global names are looked up as in any program. In the context that jest makes,
 * each look at `Math` or `Object` is a call through a proxy, two hundred times as long: most of what the tests took.
 */
const {TestEnvironment} = require('jest-environment-node')
const vm = require('node:vm')
const take = require('./ran.cjs')

const {createContext} = vm

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY)
    try {
      super(config, context)
    } finally {
      vm.createContext = createContext
    }
  }

  teardown() {
    take()
    return super.teardown()
  }
}
