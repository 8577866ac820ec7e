import type { Dictionary } from '../translator.ts'

/** Sentences that the figures were put into, and the names of these figures. */
export const findings: Dictionary = [
  ['No rule found anything to say about these figures.', '이 수치에서 특별히 알릴 것을 찾지 못했습니다.'],
  [
    '{failed} of {sent} requests failed ({share}); {count} of the failed ones were answered “{text}”.',
    '요청 {sent}개 중 {failed}개가 실패했습니다({share}). 그중 {count}개의 응답: “{text}”.',
  ],
  [
    '{failed} of {sent} requests failed ({share}); {count} of the failed ones ended so: {text}.',
    '요청 {sent}개 중 {failed}개가 실패했습니다({share}). 그중 {count}개: {text}.',
  ],
  [
    '{tier}’s timeout of {limit} ended {count} of {all} upstream requests ({share}).',
    '{tier}의 타임아웃 {limit}이(가) 상위 요청 {all}개 중 {count}개를 끝냈습니다({share}).',
  ],
  [
    '{server} gives up a request when its client goes, so each of them freed its slot at once.',
    '{server}은(는) 클라이언트가 떠나면 요청을 포기하므로, 그때마다 슬롯이 바로 비었습니다.',
  ],
  [
    '{server} works on when its client goes, so none of them freed its slot any earlier.',
    '{server}은(는) 클라이언트가 떠나도 작업을 계속하므로, 슬롯이 더 일찍 비지 않았습니다.',
  ],
  [
    '{tier} goes on when its client goes, so none of them freed its slot of {server} any earlier.',
    '{tier}은(는) 클라이언트가 떠나도 작업을 계속하므로, {server}의 슬롯이 더 일찍 비지 않았습니다.',
  ],
  [
    '{server} gives up a request when its client goes, so each of them freed its slot if {tier} passed that on.',
    '{server}은(는) 클라이언트가 떠나면 요청을 포기하므로, {tier}이(가) 이를 전달했다면 그때마다 슬롯이 비었습니다.',
  ],
  [
    '{server} finished {count} of {all} requests ({share}) for clients that had gone: their slots were held for nobody.',
    '{server}은(는) 요청 {all}개 중 {count}개({share})를 이미 떠난 클라이언트를 위해 처리했습니다. 그동안 슬롯은 아무도 위하지 않고 쓰였습니다.',
  ],
  [
    '{server} finished {count} of {all} requests ({share}) for clients that had gone or been answered by the handler timeout.',
    '{server}은(는) 요청 {all}개 중 {count}개({share})를 이미 떠났거나 핸들러 시간 초과로 응답받은 클라이언트를 위해 처리했습니다.',
  ],
  [
    'The load generator sent {late} of {all} arrivals ({share}) more than {limit} after they were due.',
    '부하 생성기가 도착 {all}개 중 {late}개({share})를 예정보다 {limit} 넘게 늦게 보냈습니다.',
  ],
  [
    'Response times include that; service times do not.',
    '응답 시간에는 이 지연이 포함되고, 처리 시간에는 포함되지 않습니다.',
  ],
  [
    "A simulation of this plan expects {refused} of the {what} refused and {served} of the clients' requests served; measured were {measuredRefused} and {measuredServed}.",
    '이 계획을 시뮬레이션하면 거부율 {refused}, 클라이언트 요청 처리율 {served}이(가) 예상됩니다. 측정값은 {measuredRefused}, {measuredServed}입니다.',
  ],
  [
    '{server} refused nobody: at most {peak} of its {slots} slots ({share}) were taken at once.',
    '{server}은(는) 아무도 거부하지 않았습니다. 슬롯 {slots}개 중 동시에 최대 {peak}개({share})가 쓰였습니다.',
  ],
  [
    '{server} refused {refused} of {offered} connections ({share}) because all {slots} slots were taken.',
    '{server}은(는) 슬롯 {slots}개가 모두 차서 연결 {offered}개 중 {refused}개({share})를 거부했습니다.',
  ],
  ['The slots were full {moment} into the load.', '슬롯은 부하 시작 {moment} 후에 가득 찼습니다.'],
  [
    'When {server} was full, its slots were held by {holders}.',
    '{server}이(가) 가득 찼을 때 슬롯을 차지한 것: {holders*}.',
  ],
  ['{count} requests whose client waits', '클라이언트가 기다리는 요청 {count}개'],
  ['{count} requests whose client has gone', '클라이언트가 떠난 요청 {count}개'],
  [
    '{count} connections without a request (idle, or still sending one)',
    '요청이 없는 연결 {count}개(유휴이거나 아직 보내는 중)',
  ],
  [
    '{leg}: up to {from} sockets in TIME_WAIT on {a}’s side and {to} on {b}’s: {closer}.',
    '{leg}: TIME_WAIT 소켓이 {a} 쪽에 최대 {from}개, {b} 쪽에 최대 {to}개. {closer*}.',
  ],
  ['{tier} closed first', '{tier}이(가) 먼저 닫음'],
  ['no close was seen', '닫힌 연결을 보지 못함'],
  [
    '{a} closed first in {share} of the closes seen, {b} in the others',
    '확인된 종료 중 {share}은(는) {a}이(가), 나머지는 {b}이(가) 먼저 닫음',
  ],
  [
    'On {tier}’s side they use up no local ports, so they keep nobody from connecting.',
    '{tier} 쪽에서는 로컬 포트를 쓰지 않으므로 연결을 막지 않습니다.',
  ],
  [
    'Towards {destination}, the busiest address, {rate} closes a second × the {duration} that TIME_WAIT lasts settle at {plateau}.',
    '가장 바쁜 주소 {destination}(으)로는 초당 {rate}번 닫히고, TIME_WAIT 지속 시간 {duration}을(를) 곱하면 {plateau}개에서 멈춥니다.',
  ],
  [
    '{used} of {all} local ports ({share}) are in use towards it, and the kernel reuses ports in TIME_WAIT towards it: TIME_WAIT is a symptom here, it keeps nobody from connecting.',
    '그곳으로 로컬 포트 {all}개 중 {used}개({share})가 쓰이고, 커널은 TIME_WAIT 포트를 재사용합니다. 여기서 TIME_WAIT는 증상일 뿐 연결을 막지 않습니다.',
  ],
  [
    '{used} of {all} local ports ({share}) are in use towards it: TIME_WAIT is a symptom here, it keeps nobody from connecting.',
    '그곳으로 로컬 포트 {all}개 중 {used}개({share})가 쓰입니다. 여기서 TIME_WAIT는 증상일 뿐 연결을 막지 않습니다.',
  ],
  [
    '{dropped} of {planned} planned arrivals ({share}) were never sent: all users (maxVUs) were busy when they fell due.',
    '계획된 도착 {planned}개 중 {dropped}개({share})를 보내지 못했습니다. 그때 모든 사용자(maxVUs)가 바빴습니다.',
  ],
  ['Their waiting is in no latency figure.', '이들의 대기는 어떤 지연 수치에도 없습니다.'],
  ['No request was sent.', '보낸 요청이 없습니다.'],
  [
    'No request was sent that counts: {requests} fell due in the warm-up.',
    '집계할 요청을 보내지 않았습니다. 준비 구간의 요청: {requests}.',
  ],
  [
    'The first {time} were a warm-up: {count} ({failed} failed) of that time are not counted.',
    '처음 {time}은(는) 준비 구간입니다. 그동안의 {count}(실패 {failed}개)는 집계하지 않습니다.',
  ],
  [
    'The first {time} were a warm-up: {count} ({failed} failed) of that time are not counted; {dropped} found no free user.',
    '처음 {time}은(는) 준비 구간입니다. 그동안의 {count}(실패 {failed}개)는 집계하지 않습니다. 빈 사용자를 찾지 못한 도착: {dropped}.',
  ],
  ['What is found of sockets and tiers is of the whole run.', '소켓과 계층에 대한 설명은 실행 전체에 대한 것입니다.'],
  [
    'The load generator was late: {late} of {all} arrivals ({share}) were sent more than {limit} after they were due; {allowed} is allowed.',
    '부하 생성기가 늦었습니다. 도착 {all}개 중 {late}개({share})를 예정보다 {limit} 넘게 늦게 보냈습니다({allowed}까지 허용).',
  ],

  [
    '{tier} kept about {count} sockets in TIME_WAIT in all: one for each request {kinds}; none for those {others}.',
    '{tier}에는 TIME_WAIT 소켓이 모두 약 {count}개 생겼습니다. 요청마다 하나씩: {kinds*}. 생기지 않은 것: {others*}.',
  ],
  [
    '{tier} kept about {count} sockets in TIME_WAIT in all: one for each request {kinds}.',
    '{tier}에는 TIME_WAIT 소켓이 모두 약 {count}개 생겼습니다. 요청마다 하나씩: {kinds*}.',
  ],
  ['served ({count})', '처리됨({count})'],
  ['refused ({count})', '거부됨({count})'],
  ['that its timeout ended ({count})', '타임아웃으로 끝남({count})'],
  [
    '{leg}: about {count} of {all} connections that ended ({share}) left no TIME_WAIT at either end: a reset (RST) ended them, not a close in order (FIN).',
    '{leg}: 끝난 연결 {all}개 중 약 {count}개({share})가 어느 쪽에도 TIME_WAIT를 남기지 않았습니다. 정상 종료(FIN)가 아니라 RST로 끝났습니다.',
  ],
  ['by reset', 'RST로 끝남'],
  ['ended', '끝난 연결'],
  ['rejected share', '거부율'],
  ['waiting for work', '작업 대기'],
  ['timed out', '시간 초과'],
  ['began', '생긴 TIME_WAIT'],
  ['main text count', '주요 메시지 수'],
  ['slots in use peak', '사용 중인 슬롯 최대'],
  ['concurrency', '동시 연결 한도'],
  ['rejected', '거부'],
  ['refused', '거부'],
  ['offered', '시도'],
  ['refused share', '거부율'],
  ['refused share low', '거부율(예상 하한)'],
  ['refused share high', '거부율(예상 상한)'],
  ['served share', '처리율'],
  ['served share low', '처리율(예상 하한)'],
  ['served share high', '처리율(예상 상한)'],
  ['time wait from', 'TIME_WAIT(여는 쪽)'],
  ['time wait to', 'TIME_WAIT(받는 쪽)'],
  ['time wait from at end', 'TIME_WAIT(여는 쪽, 끝)'],
  ['closed first by from share', '여는 쪽이 먼저 닫은 비율'],
  ['ports used towards one address', '한 주소로 쓰인 포트'],
  ['ports in range', '포트 범위'],
  ['closes per second towards one address', '한 주소로의 초당 종료'],
  ['accepted', '수락'],
  ['first full at', '가득 찬 시각'],
  ['first full', '가득 찬 시각'],
  ['full at', '가득 찬 시각'],
  ['handling', '처리 중'],
  ['awaited', '클라이언트가 기다림'],
  ['abandoned', '클라이언트가 떠남'],
  ['timeout', '타임아웃'],
  ['timeouts', '타임아웃 횟수'],
  ['upstream requests', '상위 요청'],
]
