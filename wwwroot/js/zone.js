// The reader's time zone, for ReaderZone.cs.
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
