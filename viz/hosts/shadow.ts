import {style} from '../player/index.ts'

/** A shadow root that adopts the player's style sheet: no style element, so that a strict content security policy lets it pass. */
export function shadow(host: Element): ShadowRoot {
  const root = host.attachShadow({mode: 'open'})
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{display:block}:host([hidden]){display:none}\n${style}`)
  root.adoptedStyleSheets = [sheet]
  return root
}
