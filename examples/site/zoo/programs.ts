/** The file of all programs, which the page fetches. */
export const programsFile = 'zoo.json'
