/** Thrown at scripts whose user is interrupted, or whose call has ended without waiting for what they began. */
export class CalledOff extends Error {
  constructor() {
    super('The iteration has ended')
    this.name = 'CalledOff'
  }
}
