/**
 * Lets one finger pan sideways while the page keeps its scrolling up and down; more fingers are left to others.
 *
 * @param pan told how many px the finger went to the right
 */
export function fingers(element: Element, pan: (by: number) => void): void {
  const down = new Map<number, number>()
  element.addEventListener('pointerdown', (event) => {
    if (isTouch(event)) down.set(event.pointerId, event.clientX)
  })
  element.addEventListener('pointermove', (event) => {
    if (!isTouch(event)) return
    const before = down.get(event.pointerId)
    if (before === undefined) return
    down.set(event.pointerId, event.clientX)
    if (down.size === 1) pan(event.clientX - before)
  })
  for (const type of ['pointerup', 'pointercancel', 'pointerleave'])
    element.addEventListener(type, (event) => {
      if (isTouch(event)) down.delete(event.pointerId)
    })
}

const isTouch = (event: Event): event is PointerEvent =>
  'pointerType' in event && event.pointerType === 'touch'
