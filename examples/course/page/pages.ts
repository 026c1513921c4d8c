import type {Materials, Page} from '../../site/index.ts'
import {html} from '../../../viz/index.ts'
import {type Lesson, stateOf} from '../engine/index.ts'
import {real, realFiles, realRecording, realTexts} from '../lessons/14-real.ts'
import {contents, lessons} from '../lessons/index.ts'
import {opened} from './opened.ts'
import {courseStyle} from './style.ts'
import {lessonView} from './view.ts'

const first: Page = {
  path: 'course/index.html',
  nav: 'Course',
  title: 'Learn why JAX compiles again',
  description: 'Short lessons in Python: predict each call, see it run, and be right the next time.',
  style: courseStyle,
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'Learn why JAX compiles again'),
      html(
        'p',
        {class: 'lead'},
        'You know Python; no JAX is needed. You say what each call will do, then it runs in this page, and you see why. A lesson takes ten minutes.',
      ),
    ),
    html(
      'ol',
      {class: 'lessons'},
      ...contents.map(({about, id, title}) =>
        html('li', {}, html('a', {href: `${id}.html`}, html('strong', {}, title), html('span', {}, about))),
      ),
    ),
  ],
}

const pageOf = (lesson: Lesson): Page => ({
  path: `course/${lesson.id}.html`,
  title: lesson.title,
  description: lesson.about,
  script: 'course/page/main',
  style: courseStyle,
  body: [
    html(
      'div',
      {class: 'course-head'},
      html('h1', {}, lesson.title),
      html('p', {}, html('a', {href: 'index.html'}, 'All lessons')),
    ),
    html(
      'section',
      {class: 'lesson', 'data-lesson': lesson.id, 'aria-label': 'The lesson'},
      ...lessonView(opened(lesson, stateOf(''), null)),
    ),
  ],
})

/** The page on real logs, which fetches them. */
const realPage = ({pack, packed, text}: Materials): Page => ({
  ...pageOf(real(text)),
  script: 'course/page/real',
  upon: 'course/page/main',
  takes: true,
  holds: [
    {
      path: realTexts,
      packed: pack(JSON.stringify(Object.fromEntries(realFiles.map((path) => [path, text(path)])))),
    },
    {path: realRecording, packed: packed(realRecording)},
  ],
})

/** The pages of the course: what there is, and a page a lesson. */
export const coursePages = (materials: Materials): readonly Page[] => [
  first,
  ...lessons.map(pageOf),
  realPage(materials),
]
