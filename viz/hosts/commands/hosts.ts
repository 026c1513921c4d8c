import {aligned, hosts as _hosts, type Miss, parting, plainCause, plainMiss} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {comparable} from '../input.ts'
import {asJson} from '../json.ts'
import {widthOf, widthOption} from '../screen.ts'

export const hosts: Command = {
  name: 'hosts',
  takes: 'LOG…',
  what: 'where the hosts of one job part',
  options: {
    json: {what: 'write JSON'},
    all: {what: 'name every host, place and file, of many too'},
    ...widthOption,
  },
  examples: [
    ['hosts logs/', 'which host of a job compiles what the others do not'],
    ['hosts worker-*.log --json', 'the same as JSON'],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const opened = []
    for (const path of flags.files) opened.push(await comparable(path, io))
    const alignment = _hosts(opened)
    if (!flags.has('json')) {
      io.write(`${aligned(alignment, widthOf('hosts', flags, io), flags.has('all')).join('\n')}\n`)
      return 0
    }
    const {runs, divergences, alone, groups} = alignment
    const missOf = (miss: Miss | null) => (miss === null ? null : plainMiss(miss))
    const plain = {
      hosts: runs.map(({name, trace, tells: {late, open}}) => ({
        name,
        source: trace.source?.name ?? null,
        late,
        open,
      })),
      groups,
      divergences: divergences.map((one) => ({
        ...one,
        causes: one.causes.map((cause) => plainCause(cause)),
        miss: missOf(one.miss),
        other: missOf(one.other),
        groups: one.groups.map((group) => ({hosts: group.runs, miss: missOf(group.miss)})),
        sentence: parting(one),
      })),
      alone: alone.map(({run, misses}) => ({host: run, misses: misses.map(plainMiss)})),
    }
    io.write(asJson(plain))
    return 0
  },
}
