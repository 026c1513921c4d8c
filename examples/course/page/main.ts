import {lessons} from '../lessons/index.ts'
import {begin} from './stage.ts'

// The lesson on real logs is brought to life by a script that builds on this one.
export {begin}

for (const root of document.querySelectorAll('[data-lesson]')) {
  const lesson = lessons.find(({id}) => id === root.getAttribute('data-lesson'))
  if (lesson !== undefined) begin(root, lesson)
}
