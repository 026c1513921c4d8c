/** The switch between light and dark. A page that was switched says so in its address, and its links carry it on; nothing is stored. */
const root = document.documentElement
const isDark = matchMedia('(prefers-color-scheme: dark)')

const chosen = (): string | null => {
  const scheme = new URLSearchParams(location.search).get('scheme')
  return scheme === 'dark' || scheme === 'light' ? scheme : null
}

/** Dresses the page: what is drawn in it follows its root. */
function dress(scheme: string | null): void {
  root.className = scheme === null ? 'jl' : `jl jl-${scheme}`
  if (scheme === null) delete root.dataset['theme']
  else root.dataset['theme'] = scheme
}

function carry(scheme: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const to = new URL(link.href)
    if (to.protocol !== location.protocol || to.host !== location.host || !to.pathname.endsWith('.html'))
      continue
    to.searchParams.set('scheme', scheme)
    link.href = to.href
  }
}

function say(button: HTMLElement, scheme: string): void {
  button.textContent = scheme === 'dark' ? 'Light' : 'Dark'
}

function turn(button: HTMLElement): void {
  const now = root.dataset['theme'] ?? (isDark.matches ? 'dark' : 'light')
  const next = now === 'dark' ? 'light' : 'dark'
  const here = new URL(location.href)
  here.searchParams.set('scheme', next)
  history.replaceState(null, '', here)
  dress(next)
  carry(next)
  say(button, next)
}

dress(chosen())
document.addEventListener('DOMContentLoaded', () => {
  const scheme = chosen()
  if (scheme !== null) carry(scheme)
  const button = document.querySelector<HTMLElement>('[data-scheme]')
  if (button === null) return
  say(button, scheme ?? (isDark.matches ? 'dark' : 'light'))
  button.hidden = false
  button.addEventListener('click', () => turn(button))
})

export {}
