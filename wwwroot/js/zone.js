// The reader's time zone, for ReaderZone.cs.
export const zone = () => document.documentElement.dataset.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
