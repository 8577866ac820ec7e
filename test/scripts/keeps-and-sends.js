import { check } from 'k6'
import crypto, { sha256 } from 'k6/crypto'
import encoding, { b64encode } from 'k6/encoding'
import { parseHTML } from 'k6/html'
import http from 'k6/http'

const picture = open('../../scenarios/recipes/avatar.png', 'b')

export const options = {
  vus: 2,
  iterations: 4,
  userAgent: 'shopper/1',
  minIterationDuration: '250ms',
  throw: true,
  summaryTrendStats: ['avg', 'p(99.9)', 'count'],
  thresholds: { checks: ['rate>=1'], script_errors: ['count<1'], 'iteration_duration{scenario:default}': ['min>=250'] },
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
    beside: await http.get(`${BASE_URL}/basket`, { cookies: { sid: 's2' } }),
    instead: await http.get(`${BASE_URL}/basket`, { cookies: { sid: { value: 's2', replace: true } } }),
  }
  check(answers, {
    'sends what the jar holds': ({ known, unknown }) => known.status === 200 && unknown.status === 401,
    'sends cookies of a request': ({ once }) => once.status === 200,
    'replaces a kept cookie where it is asked to': ({ beside, instead }) =>
      beside.status === 200 && instead.status === 401,
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

async function pages() {
  const page = await http.get(`${__ENV.BASE_URL}/session`)
  check(page, {
    'reads a page': () => page.html('form').attr('method') === 'post',
    'finds what a form sends': () =>
      JSON.stringify(page.html('form').serializeObject()) === '{"csrf":"c5rf","user":""}',
  })
  const list = parseHTML(
    '<ul id="l"><li>a</li><li class="x">b</li><li>c</li></ul><select><option>1</option><option selected value="2">b</option></select>',
  )
  check(list, {
    'walks a document': () =>
      list.find('li').size() === 3 &&
      list.find('li').eq(-1).text() === 'c' &&
      list.find('.x').next().text() === 'c' &&
      list.find('.x').prev().html() === 'a' &&
      list.find('.x').parent().attr('id') === 'l' &&
      list.find('li').not('.x').text() === 'ac' &&
      list.find('ul').children('.x').is('li') &&
      list.find('.x').closest('ul').first().size() === 1 &&
      list.find('select').val() === '2' &&
      list
        .find('li')
        .map((index, item) => `${index}${item.text()}`)
        .join() === '0a,1b,2c' &&
      list.find('none').attr('id', 'no') === 'no',
  })
}

function secrets() {
  const bytes = new Uint8Array([251, 255])
  const hasher = crypto.createHash('md5')
  hasher.update('a')
  hasher.update('bc')
  check(crypto, {
    'hashes as others do': () =>
      sha256('abc', 'hex') === 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' &&
      hasher.digest('base64') === 'kAFQmDzST7DWlj99KOF/cg==' &&
      crypto.hmac('sha1', 'key', 'The quick brown fox jumps over the lazy dog', 'hex') ===
        'de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9' &&
      crypto.md5('abc', 'base64rawurl') === 'kAFQmDzST7DWlj99KOF_cg' &&
      crypto.md5('abc', 'binary').byteLength === 16 &&
      crypto.randomBytes(7).byteLength === 7,
    'encodes as others do': () =>
      [
        b64encode(bytes),
        b64encode(bytes, 'rawstd'),
        b64encode(bytes.buffer, 'url'),
        b64encode(bytes, 'rawurl'),
      ].join() === '+/8=,+/8,-_8=,-_8' &&
      encoding.b64decode('w6Q', 'rawurl', 's') === 'ä' &&
      encoding.b64decode('-_8', 'rawurl').byteLength === 2,
  })
}

async function goesOn() {
  const page = await http.get(`${__ENV.BASE_URL}/session`)
  const basket = await page.submitForm({ fields: { user: 'ann' }, params: { tags: { name: 'log in' } } })
  check(basket, { 'logs in by the form': ({ status, url }) => status === 200 && url === `${__ENV.BASE_URL}/basket` })
  const linked = await page.clickLink()
  check(linked, {
    'follows a link': ({ status, url }) => status === 200 && url === `${__ENV.BASE_URL}/basket?from=session`,
  })
  const missing = await Promise.resolve()
    .then(() => page.clickLink({ selector: 'a.no' }))
    .catch((error) => error)
  check(missing, { 'says what is not there': ({ message }) => /nothing on the page .* is a\.no/.test(message) })
}

async function known() {
  const signed = await http.get(`${__ENV.BASE_URL.replace('://', '://ann:p%40ss@')}/search`)
  check(signed, { 'is found': ({ status }) => status === 200 })
}

async function nobody() {
  const thrown = await http.get('http://127.0.0.1:1/').catch((error) => error)
  const given = await http.get('http://127.0.0.1:1/', { throw: false })
  check([thrown, given], {
    'throws where nobody answers': ([error, { status }]) => /got no answer/.test(error.message) && status === 0,
  })
}

export function handleSummary({ metrics }) {
  const { values, thresholds } = metrics.iteration_duration
  return { stderr: JSON.stringify({ stats: Object.keys(values), thresholds, lasted: values.avg >= 250 }) }
}

export default async function () {
  await cookies()
  await forms()
  await pages()
  await goesOn()
  await known()
  await nobody()
  secrets()
}
