import {
  LEAST_GRANT,
  REPORT_MS,
  SHARER_MS,
  type MethodNews,
  type MethodStanding,
  type SharedOperating,
} from '../shared-operating.ts';
import { RedisUnavailableError } from './link.ts';
import type { SharedRedis } from './open-redis.ts';
import { defineScript } from './script.ts';

/**
 * KEYS: a hash with, for each method, `r:METHOD` (the latest report: the portal's time, seconds, until when), `v:METHOD` (the
 * latest verdict: when, refused until when), `p:METHOD` (when to probe); for each replica `s:REPLICA` (until when it
 * counts) and `w:REPLICA METHOD` (seconds in flight, seconds granted). ARGV: replica, how long it counts, how long a
 * report counts, the least that is granted, then for each method its name, report (time, seconds, reset in), verdict (ago, refused for), probe in,
 * seconds in flight, seconds free.
 *
 * What is granted is a share of what is left, so that a newcomer finds something too. It counts as used by whoever has
 * it, so all of them together never begin more than there is.
 */
const SYNC = defineScript(`
local me, lease, window, least = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local state = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do state[fields[i]] = fields[i + 1] end
local function text(number) return string.format('%.3f', number) end
local function first(value) return tonumber(string.match(value, '^%S+')) end
local function second(value) return tonumber(string.match(value, '^%S+ (%S+)')) end
local function set(field, value)
  state[field] = value
  redis.call('HSET', KEYS[1], field, value)
end
set('s:' .. me, text(now + lease))
local free, inFlight = {}, {}
for i = 5, #ARGV, 9 do
  local method = ARGV[i]
  local report, verdict, probe = 'r:' .. method, 'v:' .. method, 'p:' .. method
  inFlight[method], free[method] = tonumber(ARGV[i + 7]), tonumber(ARGV[i + 8])
  if ARGV[i + 1] ~= '' then
    local behind = state[report] and first(state[report]) - tonumber(ARGV[i + 1]) or window
    if behind < 0 or behind >= window then
      set(report, ARGV[i + 1] .. ' ' .. ARGV[i + 2] .. ' ' .. text(now + ARGV[i + 3]))
    elseif behind > 0 and free[method] then
      free[method] = free[method] + tonumber(ARGV[i + 2]) - second(state[report])
    end
  end
  if ARGV[i + 4] ~= '' then
    local at = now - ARGV[i + 4]
    if not state[verdict] or first(state[verdict]) < at then set(verdict, text(at) .. ' ' .. text(now + ARGV[i + 5])) end
  end
  local probeAt = now + ARGV[i + 6]
  if probeAt > now and probeAt > tonumber(state[probe] or '0') then set(probe, text(probeAt)) end
end
local methods, others, granted, users = {}, {}, {}, {}
for field, value in pairs(state) do
  local kind, name = string.match(field, '^(%a):(.*)$')
  if kind == 's' then
    if tonumber(value) < now then redis.call('HDEL', KEYS[1], field) end
  elseif kind == 'w' then
    local replica, method = string.match(name, '^(%S+) (.*)$')
    if replica ~= me and tonumber(state['s:' .. replica] or '0') < now then redis.call('HDEL', KEYS[1], field)
    elseif replica ~= me then
      others[method] = (others[method] or 0) + first(value)
      granted[method] = (granted[method] or 0) + second(value)
      users[method], methods[method] = (users[method] or 0) + 1, true
    end
  else methods[name] = true end
end
for method, seconds in pairs(inFlight) do
  local work, share = 'w:' .. me .. ' ' .. method, nil
  if free[method] then
    local left = free[method] - seconds - (others[method] or 0) - (granted[method] or 0)
    share = left >= least and math.max(least, left / ((users[method] or 0) + 2)) or 0
    methods[method] = true
  end
  free[method] = share
  if share or seconds > 0 then set(work, text(seconds) .. ' ' .. text(share or 0))
  elseif state[work] then redis.call('HDEL', KEYS[1], work) end
end
redis.call('PEXPIRE', KEYS[1], window + lease)
local reply = {}
for method in pairs(methods) do
  local report, verdict, probe = state['r:' .. method], state['v:' .. method], state['p:' .. method]
  local time, seconds, resetAt
  if report then time, seconds, resetAt = string.match(report, '^(%S+) (%S+) (%S+)$') end
  for _, value in ipairs({
    method, time or '', seconds or '', resetAt and text(math.max(0, resetAt - now)) or '',
    verdict and text(now - first(verdict)) or '', verdict and text(math.max(0, second(verdict) - now)) or '',
    text(math.max(0, tonumber(probe or '0') - now)), text(others[method] or 0), free[method] and text(free[method]) or '',
  }) do reply[#reply + 1] = value end
end
return reply
`);

/** How many texts stand for one method, in both directions. */
const TEXTS = 9;

/**
 * The operating budget of one credential in Redis.
 *
 * @param chargedAs names the credential among those of its portal
 */
export function openSharedOperating(
  { link, names, replica }: SharedRedis,
  portal: string,
  chargedAs: string,
): SharedOperating {
  const key = names.ofPortal(portal, 'operating', chargedAs);
  let replicas: number | undefined;
  return {
    async sync(news) {
      replicas = link.server()?.replicas ?? replicas;
      try {
        const args = [replica, SHARER_MS, REPORT_MS, LEAST_GRANT, ...news.flatMap(textsOf)];
        const texts = (await link.run(SYNC, [key], args)) as readonly string[];
        return Array.from({ length: texts.length / TEXTS }, (_, index) =>
          standingOf(texts.slice(index * TEXTS, (index + 1) * TEXTS)),
        );
      } catch (error) {
        if (error instanceof RedisUnavailableError) return undefined;
        throw error;
      }
    },
    replicas: () => replicas,
  };
}

function textsOf(news: MethodNews): readonly (string | number)[] {
  const { method, report, verdict, probeInMs, underWay, free } = news;
  return [
    method,
    ...(report ? [report.portalTime, report.seconds, report.resetInMs] : ['', '', '']),
    ...(verdict ? [verdict.agoMs, verdict.refusedForMs] : ['', '']),
    probeInMs,
    underWay,
    free ?? '',
  ];
}

function standingOf([method = '', ...texts]: readonly string[]): MethodStanding {
  const [portalTime, seconds, resetInMs, agoMs, refusedForMs, probeInMs, othersUnderWay, granted] = texts;
  return {
    method,
    report: portalTime
      ? { portalTime: Number(portalTime), seconds: Number(seconds), resetInMs: Number(resetInMs) }
      : undefined,
    verdict: agoMs ? { agoMs: Number(agoMs), refusedForMs: Number(refusedForMs) } : undefined,
    probeInMs: Number(probeInMs),
    othersUnderWay: Number(othersUnderWay),
    granted: granted ? Number(granted) : undefined,
  };
}
