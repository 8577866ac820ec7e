/** Statuses that are no failure, made by `http.expectedStatuses()`. */
export interface StatusTest {
  readonly name: string
  readonly isExpected: (status: number) => boolean
}

type Range = Readonly<{ min: number; max: number }>

/** As k6’s: numbers, and ranges with both ends included. */
export function expectedStatuses(...wanted: readonly (number | Range)[]): StatusTest {
  const names = wanted.map((one) => (typeof one === 'number' ? String(one) : `${one.min} to ${one.max}`))
  return {
    name: `status is ${names.join(' or ')}`,
    isExpected: (status) =>
      wanted.some((one) => (typeof one === 'number' ? status === one : status >= one.min && status <= one.max)),
  }
}

/** What is asked of a status, and the check that it is counted as; k6's callbacks are no checks. */
export function statusTestOf(
  expectStatus: number | readonly number[] | undefined,
  callback: StatusTest | null | undefined,
): { readonly isExpected: (status: number) => boolean; readonly statusCheck: string | undefined } {
  if (expectStatus !== undefined) {
    const { name, isExpected } = expectedStatuses(...[expectStatus].flat())
    return { isExpected, statusCheck: name }
  }
  if (callback === null) return { isExpected: () => true, statusCheck: undefined }
  return { isExpected: callback?.isExpected ?? belowBad, statusCheck: undefined }
}

function belowBad(status: number): boolean {
  return status < 400
}
