// Which cards are due: those whose date has come. What was rated before there were dates is due.

/** Whether a card's record says that it is to be asked again by now. */
export function isDue(record, now = new Date()) {
  if (record?.state !== "knew" && record?.state !== "repeat") return false;
  const due = Date.parse(record.schedule?.due);
  return Number.isNaN(due) || due <= now.getTime();
}
