import { check } from 'k6'
import http from 'k6/http'

const picture = open('../../scenarios/recipes/avatar.png', 'b')

export const options = {
  vus: 2,
  iterations: 4,
  thresholds: { checks: ['rate>=1'], script_errors: ['count<1'] },
}

async function cookies() {
  const { BASE_URL } = __ENV
  const jar = http.cookieJar()
  jar.set(BASE_URL, 'sid', 's1', { path: '/basket', max_age: 60 })
  const own = new http.CookieJar()
  const answers = {
    known: await http.get(`${BASE_URL}/basket`),
    unknown: await http.get(`${BASE_URL}/basket`, { jar: own }),
    page: await http.get(`${BASE_URL}/session`, { jar: own }),
    once: await http.get(`${BASE_URL}/basket`, { cookies: { sid: { value: 's1', replace: true } }, jar: own }),
  }
  check(answers, {
    'sends what the jar holds': ({ known, unknown }) => known.status === 200 && unknown.status === 401,
    'sends cookies of a request': ({ once }) => once.status === 200,
    'tells cookies whole': ({ page }) => {
      const [{ name, value, path, max_age, http_only }] = page.cookies.visitor
      return [name, value, path, max_age, http_only].join() === 'visitor,1,/,0,false'
    },
  })
  check(
    [jar, own].map((one) => JSON.stringify(one.cookiesForURL(`${BASE_URL}/basket`))),
    { 'keeps jars apart': ([mine, other]) => mine === '{"sid":["s1"]}' && other === '{"visitor":["1"]}' },
  )
  jar.set(BASE_URL, 'more', '1')
  jar.delete(BASE_URL, 'more')
  own.clear(BASE_URL)
  check([jar, own], {
    'takes cookies away': ([mine, other]) =>
      JSON.stringify([mine.cookiesForURL(BASE_URL), other.cookiesForURL(BASE_URL)]) === '[{},{}]',
  })
}

async function forms() {
  const url = `${__ENV.BASE_URL}/pictures`
  const form = new FormData()
  form.append('picture', new Blob([picture], { type: 'image/png' }), 'avatar.png')
  const sent = await http.batch([
    ['POST', url, { picture: http.file(picture, 'avatar.png', 'image/png'), title: 'me' }],
    ['POST', url, form],
  ])
  check(sent, { 'uploads files': (answers) => answers.every(({ status }) => status === 201) })
}

export default async function () {
  await cookies()
  await forms()
}
