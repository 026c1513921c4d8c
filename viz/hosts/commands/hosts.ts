import {aligned, hosts as _hosts, plainMiss} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {one} from '../input.ts'

export const hosts: Command = {
  name: 'hosts',
  takes: 'LOG…',
  what: 'where the hosts of one job part',
  options: {json: {what: 'write JSON'}},
  inputs: [1, Infinity],
  async run(flags, io) {
    const opened = []
    for (const path of flags.files) opened.push(await one(path, io))
    const alignment = _hosts(opened.map(({trace}) => trace))
    if (!flags.has('json')) {
      io.write(`${aligned(alignment).join('\n')}\n`)
      return 0
    }
    const {divergences, alone, groups} = alignment
    const plain = {
      hosts: alignment.hosts.map(({name, trace}) => ({name, source: trace.source?.name ?? null})),
      groups,
      divergences: divergences.map((one) => ({
        ...one,
        groups: one.groups.map(({hosts: names, miss}) => ({
          hosts: names,
          miss: miss === null ? null : plainMiss(miss),
        })),
      })),
      alone: alone.map(({host, misses}) => ({host, misses: misses.map(plainMiss)})),
    }
    io.write(`${JSON.stringify(plain, null, 2)}\n`)
    return 0
  },
}
