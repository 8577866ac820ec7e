/** What stands below the options in `loadrun --help`: commands as one would type them, and what they end with. */
export const examples = `
Examples:
  Reproduce the incident, without and with the fix, and compare them:
    $ loadrun scenarios/incident.yaml
  A k6-shaped script, in TypeScript or JavaScript:
    $ loadrun scenarios/recipes/look-and-buy.ts
  Watch the runs in a browser while they go on; the address is printed:
    $ loadrun scenarios/incident.yaml --live
  Only the run with the fix, against a server that works on when its client has gone:
    $ loadrun scenarios/incident.yaml --variant after --set topology.server.onDisconnect=continue
  Which timeout is best, and why; first by simulation alone:
    $ loadrun sweep scenarios/incident.yaml --vary topology.middleware.timeout=none,5s,3s,1s,500ms
    $ loadrun sweep scenarios/incident.yaml --vary topology.server.concurrency=500,1000,2000 --predict
  The bundled server on its own, to point any client at:
    $ loadrun serve limited-server concurrency=100 latency=200ms port=8080
  The same as another server would be: fasthttp, go-net-http, nginx-limit-conn, tomcat or node-http:
    $ loadrun serve limited-server profile=tomcat latency=200ms port=8080
  A scenario of what another tool says: curl, a recording (HAR), OpenAPI or Artillery:
    $ loadrun import curl 'curl http://127.0.0.1:3000/items/7'
  Compare with a result that was kept, and fail when something got worse:
    $ loadrun compare reports/incident/before reports/incident/after --out reports/incident/compare.html
  Keep the run, and fail when it is worse than the last good one; then goodput over commits:
    $ loadrun scenarios/incident.yaml --history reports/history.sqlite --baseline history
    $ loadrun history chart goodput --variant after --history reports/history.sqlite
  Who is connected to whom on this machine, and in which TCP state:
    $ loadrun sockets
  The JSON Schema of scenario files, for an editor that completes and explains their keys:
    $ loadrun schema
  Let a run elsewhere observe this machine’s sockets (\`observe: { web-1: { loadrun: … } }\` in its scenario file):
    $ loadrun sockets --serve 127.0.0.1:9465
  Draw a report again, from a result:
    $ loadrun report reports/incident/before/result.json

Exit codes:
  0 passed   1 a bug of loadrun   2 bad command or scenario   3 could not run   4 not to be trusted: no verdict
  99 a threshold failed, or a variant came out otherwise than expected
  108 ended by a script   130 interrupted
`
