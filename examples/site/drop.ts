import {find} from './find.ts'

const isFiles = ({dataTransfer}: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on a page, or chosen with `#files`. */
export function takeFiles(take: (files: readonly File[]) => void): void {
  const over = (is: boolean): void => void document.documentElement.toggleAttribute('data-over', is)
  document.addEventListener('dragover', (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    over(true)
  })
  document.addEventListener('dragleave', ({relatedTarget}) => {
    if (relatedTarget === null) over(false)
  })
  document.addEventListener('drop', (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    over(false)
    take([...(event.dataTransfer?.files ?? [])])
  })
  const chooser = find(document, '#files', HTMLInputElement)
  chooser.addEventListener('change', () => {
    take([...(chooser.files ?? [])])
    chooser.value = ''
  })
}
