import {find, heldText, jsonObject} from '../../site/index.ts'
import {real, realRecording, realTexts} from '../lessons/14-real.ts'
import {begin} from './main.ts'

async function open(): Promise<void> {
  const [texts, recording] = await Promise.all([realTexts, realRecording].map(heldText))
  const all = {...jsonObject(JSON.parse(texts ?? '')), [realRecording]: recording}
  begin(
    find(document, '[data-lesson]'),
    real((path) => String(all[path])),
  )
}

void open()
