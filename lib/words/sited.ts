/**
 * Where a call stands, as a reader knows the place: a file of an installed package from the name of the package on.
 *
 * @example
 * sited('/venv/lib/python3.12/site-packages/equinox/_jit.py:263') // 'equinox/_jit.py:263'
 */
export function sited(site: string): string {
  const at = site.lastIndexOf(packages)
  return at < 0 ? site : site.slice(at + packages.length)
}

/** `site-packages`, and `dist-packages` of Debian. */
const packages = '-packages/'
