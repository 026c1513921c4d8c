import {type Drawing, html} from '../../../viz/index.ts'
import type {Page} from '../page.ts'
import {runOf} from '../run.ts'
import {opening, program} from './program.ts'
import {show} from '../show/show.ts'

/** A way on from the start page. */
interface Door {
  readonly path: string
  readonly title: string
  readonly text: string
}

const doors: readonly Door[] = [
  {
    path: 'course/index.html',
    title: 'Learn',
    text: 'Short lessons. You predict each call, see it run, and are right the next time.',
  },
  {
    path: 'log.html',
    title: 'Read your log',
    text: 'Drop the log of your own run: what compiled, why, and which of it you can spare.',
  },
  {
    path: 'playground.html',
    title: 'Write',
    text: 'A program of your own, edited in place: every picture follows.',
  },
  {
    path: 'embed.html',
    title: 'Embed',
    text: 'Lines for your blog or course: readers step through your run, in a script tag, a frame or a picture.',
  },
  {
    path: 'zoo.html',
    title: 'Browse the zoo',
    text: 'Small programs, one for each thing that makes JAX compile again or does not: predict, and compare with real JAX.',
  },
]

/** The start page of a site that has the pages at these paths: the thing itself, in a program that steps, and the doors. */
export const start = (paths: readonly string[]): Page => ({
  path: 'index.html',
  title: 'why JAX compiles again',
  description:
    'A program in JAX beside the key of each call: what fits, what does not, and what that makes compile again.',
  script: 'site/start/play',
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'Why did JAX compile again?'),
      html(
        'p',
        {class: 'lead'},
        'Each call has a ',
        html('em', {}, 'key'),
        ': shapes, types, settings, the structure of a model. Where every part fits an earlier key, its program runs; one part across the line, and JAX compiles anew.',
      ),
    ),
    show(runOf(program), opening),
    html(
      'nav',
      {class: 'doors', 'aria-label': 'Go on'},
      ...doors.filter(({path}) => paths.includes(path)).map(door),
    ),
  ],
})

const door = ({path, title, text}: Door): Drawing =>
  html('a', {class: 'door', href: path}, html('strong', {}, title), html('span', {}, text))
