const number = /^[-+]?(\d+\.?\d*(e[-+]?\d+)?|inf|nan)$/i
const whole = /^[-+]?\d+$/

/** Whether a value's text is a number of Python. */
export const isNumber = (text: string | null): boolean => text !== null && number.test(text)

/** Whether it is a float. */
export const isFloat = (text: string | null): boolean =>
  text !== null && number.test(text) && !whole.test(text)

/** Whether it is a flag: True, False or None. */
export const isFlag = (text: string | null): boolean => text === 'True' || text === 'False' || text === 'None'
