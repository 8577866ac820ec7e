/** Keys that people bring along from k6 and Artillery, and how the same is said here. */
export const foreignKeys: ReadonlyMap<string, string> = new Map([
  ['timeUnit', 'write the unit in the rate: 9000/m'],
  ['preAllocatedVUs', 'users are made when they are needed, up to maxVUs'],
  ['arrivalRate', 'write executor: constant-arrival-rate, with rate: 10/s'],
  ['rampTo', 'write executor: ramping-arrival-rate, with stages'],
  ['maxVusers', 'write maxVUs'],
  ['phases', 'write stages, with executor: ramping-arrival-rate or ramping-vus'],
  ['flow', 'write steps'],
  ['url', 'write the method as the key: get: /path'],
  ['users', 'write vus'],
  ['setup', 'write before: { steps: … }'],
  ['teardown', 'write after: { steps: … }'],
  ['spawnRate', 'write executor: ramping-vus, with stages'],
])
