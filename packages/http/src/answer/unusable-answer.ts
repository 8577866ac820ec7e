/** Why an answer that came, or was coming, is of no use. */
export class UnusableAnswer extends Error {
  readonly code: 'ANSWER_TOO_LARGE' | 'ANSWER_UNDECODABLE'

  constructor(code: UnusableAnswer['code'], message: string) {
    super(message)
    this.code = code
  }

  /** `how` it is so long, such as `, decompressed`. */
  static tooLarge(mostBytes: number, how = ''): UnusableAnswer {
    return new UnusableAnswer('ANSWER_TOO_LARGE', `The answer has more than ${mostBytes} bytes${how} (maxAnswerSize)`)
  }
}
