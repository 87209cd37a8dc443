// When a card is asked again: FSRS, which estimates how long a thing is remembered from how often,
// and after how long, it was known.

import { Rating, createEmptyCard, fsrs } from "ts-fsrs";

// Without chance, so that two tabs agree; in days, because a card is not asked twice in a sitting.
const scheduler = fsrs({ enable_fuzz: false, enable_short_term: false });
const RATINGS = { knew: Rating.Good, repeat: Rating.Again };

/**
 * The record of a card after the reader has said "knew" or "repeat": {state, updated, schedule}.
 * `before` is its record until now, or null; the other parts of it are kept.
 */
export function rated(before, state, now = new Date()) {
  return { ...before, state, updated: now.toISOString(), schedule: plain(after(before?.schedule, RATINGS[state], now)) };
}

function after(schedule, rating, now) {
  try {
    if (schedule) return scheduler.next(schedule, now, rating).card;
  } catch {
    // a damaged schedule begins anew
  }
  return scheduler.next(createEmptyCard(now), now, rating).card;
}

/** A schedule as JSON holds it: dates as texts. */
function plain(card) {
  return JSON.parse(JSON.stringify(card));
}
