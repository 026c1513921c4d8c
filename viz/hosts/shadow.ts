import {style} from '../player/index.ts'

/**
 * A place in the shadow of an element, for a player: its shadow root adopts the player's style sheet, and holds no style element,
 * so that a strict content security policy lets it pass.
 */
export function shadow(host: Element): HTMLElement {
  const root = host.attachShadow({mode: 'open'})
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{display:block}:host([hidden]){display:none}\n${style}`)
  root.adoptedStyleSheets = [sheet]
  const place = host.ownerDocument.createElement('div')
  root.append(place)
  return place
}
