// `import http from 'k6/http'`. Every request is to be awaited.
import { http } from '../api/http.ts'

export default http
export const { get, head, post, put, patch, del, options, request, asyncRequest, batch, url } = http
export const { expectedStatuses, setResponseCallback, cookieJar, CookieJar, file, FileData } = http
