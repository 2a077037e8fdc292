import { defineScript } from './script.ts';

/**
 * The scripts of the records of idempotency keys. A record is a hash:
 *
 * - `fingerprint`, `member` (its name in the rooms), `own` (the end of the name of its owner's room; short, so that
 *   Redis keeps the hash compactly), `expires`, `since` (when the key was first begun)
 * - `lease`, `until`, `fence`, `token`: of the run under way, if there is one; `lease` ends unless its process renews it
 * - `doubt`: until when what an interrupted run was doing may be running, if there was one
 * - `kept`, `at` (when it was written), `closed`: what is kept, if anything is
 *
 * A room is a sorted set of members, such as `3:name` for three outcomes, by when they expire, beside the sum of those. Times
 * are milliseconds of Redis's clock.
 */
const ROOMS = `
local function text(number) return string.format('%.3f', number) end
local function sizeOf(member) return tonumber(string.match(member, '^%d+')) end
local function sweep(room)
  local gone = redis.call('ZRANGEBYSCORE', room, '-inf', text(now), 'LIMIT', 0, 1000)
  if #gone == 0 then return end
  local freed = 0
  for _, member in ipairs(gone) do freed = freed + sizeOf(member) end
  redis.call('ZREM', room, unpack(gone))
  redis.call('DECRBY', room .. ':taken', freed)
end
local function take(room, member, expires)
  local isNew = redis.call('ZADD', room, text(expires), member) == 1
  if isNew then redis.call('INCRBY', room .. ':taken', sizeOf(member)) end
  local most = math.max(redis.call('PTTL', room), math.ceil(expires - now))
  redis.call('PEXPIRE', room, most)
  redis.call('PEXPIRE', room .. ':taken', most)
end
local function release(room, member)
  if redis.call('ZREM', room, member) == 1 then redis.call('DECRBY', room .. ':taken', sizeOf(member)) end
end
local function keepUntil(record, all, expires)
  local names = redis.call('HMGET', record, 'member', 'own')
  redis.call('HSET', record, 'expires', text(expires))
  redis.call('PEXPIRE', record, math.ceil(expires - now))
  for _, room in ipairs({all, all .. ':' .. names[2]}) do take(room, names[1], expires) end
end
local function remove(record, all)
  local names = redis.call('HMGET', record, 'member', 'own')
  redis.call('DEL', record)
  for _, room in ipairs({all, all .. ':' .. names[2]}) do release(room, names[1]) end
end
local function isRun(record, field, value)
  local run = redis.call('HMGET', record, field, 'lease')
  return run[1] == value and run[2]
end
`;

/**
 * KEYS: the record, the room of all, that of the owner, the loss. While Redis is known to have lost everything, nothing is
 * begun that it may have known: it may still be running, and its caller asks again because of that.
 */
export const BEGIN = defineScript(`${ROOMS}
local record, all, own = KEYS[1], KEYS[2], KEYS[3]
local fingerprint, member, token = ARGV[1], ARGV[2], ARGV[3]
local leaseMs, runMs, keepMs = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
sweep(all)
sweep(own)
local expires = tonumber(redis.call('HGET', record, 'expires') or '')
if expires and expires <= now then
  remove(record, all)
  expires = nil
end
local fence, doubt, kept, age = 0, false, false, '0'
if expires then
  local old = redis.call('HMGET', record, 'fingerprint', 'lease', 'until', 'doubt', 'closed', 'fence', 'kept', 'at')
  if old[1] ~= fingerprint then return {'conflict'} end
  local lease = tonumber(old[2] or '')
  if lease and lease > now then return {'running'} end
  kept = old[7]
  if kept then age = text(now - tonumber(old[8])) end
  if old[5] == '1' then return {'closed', kept, age} end
  doubt = tonumber(old[4] or '') or false
  if lease then doubt = math.max(doubt or 0, tonumber(old[3])) end
  fence = tonumber(old[6])
else
  local loss = redis.call('PTTL', KEYS[4])
  if loss > 0 then return {'lost', tostring(loss)} end
  for index, room in ipairs({own, all}) do
    local most = tonumber(ARGV[6 + index])
    if tonumber(redis.call('GET', room .. ':taken') or '0') + sizeOf(member) > most then
      local first = redis.call('ZRANGE', room, 0, 0, 'WITHSCORES')[2]
      local wait = first and tonumber(first) - now or keepMs
      -- Whatever expires later than that is under way.
      return {'full', wait <= keepMs and text(wait) or ''}
    end
  end
  redis.call('HSET', record, 'fingerprint', fingerprint, 'member', member, 'own', string.sub(own, #all + 2),
    'since', text(now))
end
-- Higher than that of a run whose record Redis has forgotten.
fence = math.max(fence + 1, math.floor(now * 1000))
redis.call('HSET', record, 'fence', string.format('%.0f', fence), 'token', token,
  'lease', text(now + leaseMs), 'until', text(now + runMs))
if doubt then redis.call('HSET', record, 'doubt', text(doubt)) end
keepUntil(record, all, now + leaseMs + keepMs)
local since = redis.call('HGET', record, 'since')
return {'started', string.format('%.0f', fence), kept, age, doubt and text(doubt - now), redis.call('GET', all .. ':taken'),
  since and text(now - tonumber(since))}
`);

/** KEYS: the record, the room of all. ARGV: fence, leaseMs, keepMs. */
export const RENEW = defineScript(`${ROOMS}
if not isRun(KEYS[1], 'fence', ARGV[1]) then return 0 end
local lease = now + tonumber(ARGV[2])
redis.call('HSET', KEYS[1], 'lease', text(lease))
keepUntil(KEYS[1], KEYS[2], lease + tonumber(ARGV[3]))
return 1
`);

/** KEYS: the record, the room of all. ARGV: fence, keepMs, what is kept, '1' if it is closed. */
export const FINISH = defineScript(`${ROOMS}
if not isRun(KEYS[1], 'fence', ARGV[1]) then return 0 end
redis.call('HDEL', KEYS[1], 'lease', 'until', 'doubt')
redis.call('HSET', KEYS[1], 'kept', ARGV[3], 'closed', ARGV[4], 'at', text(now))
keepUntil(KEYS[1], KEYS[2], now + tonumber(ARGV[2]))
return 1
`);

/** KEYS: the record, the room of all. ARGV: fence. */
export const ABANDON = defineScript(`${ROOMS}
if not isRun(KEYS[1], 'fence', ARGV[1]) then return 0 end
remove(KEYS[1], KEYS[2])
return 1
`);

/** Ends a run of which nobody knew that it had begun. KEYS: the record, the room of all. ARGV: token, keepMs. */
export const UNDO = defineScript(`${ROOMS}
if not isRun(KEYS[1], 'token', ARGV[1]) then return 0 end
local earlier = redis.call('HMGET', KEYS[1], 'kept', 'doubt')
if earlier[1] or earlier[2] then
  redis.call('HDEL', KEYS[1], 'lease', 'until')
  keepUntil(KEYS[1], KEYS[2], now + tonumber(ARGV[2]))
else
  remove(KEYS[1], KEYS[2])
end
return 1
`);

/** KEYS: the record. Returns what is kept, how long ago it was written, and '1' if it is closed. */
export const READ = defineScript(`
local all = redis.call('HMGET', KEYS[1], 'expires', 'lease', 'kept', 'at', 'closed')
if not all[1] or tonumber(all[1]) <= now then return {'none'} end
-- An interrupted run is for the next one to judge.
if all[2] then return {tonumber(all[2]) > now and 'running' or 'none'} end
if not all[3] then return {'none'} end
return {'kept', all[3], string.format('%.3f', now - tonumber(all[4])), all[5]}
`);

/** KEYS: the record. ARGV: what was kept, what is kept from now on, '1' if that is closed. */
export const AMEND = defineScript(`
local all = redis.call('HMGET', KEYS[1], 'lease', 'kept')
if all[1] or all[2] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'kept', ARGV[2], 'closed', ARGV[3], 'at', string.format('%.3f', now))
return 1
`);
