/** Whether a value's text is a number, a float, or a flag of Python. */
export const isNumber = (text: string | null): boolean =>
  text !== null && /^[-+]?(\d+\.?\d*(e[-+]?\d+)?|inf|nan)$/i.test(text)
export const isFloat = (text: string | null): boolean => isNumber(text) && /[.e]|inf|nan/i.test(text ?? '')
export const isFlag = (text: string | null): boolean => text === 'True' || text === 'False' || text === 'None'
