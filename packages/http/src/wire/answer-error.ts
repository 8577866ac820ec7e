/** Why an answer did not come whole, where no error of the socket says so. */
export class AnswerError extends Error {
  readonly code: 'ANSWER_UNREADABLE' | 'ANSWER_CUT_OFF'
  /** The bytes that could not be read. */
  readonly data: string

  constructor(code: AnswerError['code'], message: string, data = '') {
    super(message)
    this.code = code
    this.data = data
  }
}
