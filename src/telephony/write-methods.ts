import { callbackStart, infocallStartWithSound, infocallStartWithText } from './calls/methods.ts';
import { lineOutgoingSet, lineOutgoingSipSet } from './outgoing-lines/methods.ts';
import { sipAdd, sipDelete, sipUpdate } from './sip-lines/methods.ts';
import { userActivatePhone, userDeactivatePhone } from './users/methods.ts';

/** The names of all methods that change something, or make a phone ring. */
export const WRITE_METHODS: readonly string[] = [
  sipAdd,
  sipUpdate,
  sipDelete,
  lineOutgoingSet,
  lineOutgoingSipSet,
  userActivatePhone,
  userDeactivatePhone,
  callbackStart,
  infocallStartWithText,
  infocallStartWithSound,
].map(({ method }) => method.name);
